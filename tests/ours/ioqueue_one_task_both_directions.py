# One task waits to read and to write the same stream: it wakes once.

try:
    import asyncio
    import io
    import select
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class S(io.IOBase):
    flags = 0

    def ioctl(self, req, arg):
        return self.flags & arg if req == 3 else -1


def both(s):
    core._io_queue.queue_read(s)
    core._io_queue.queue_write(s)
    yield


async def waiter(s):
    await both(s)
    t0 = core.ticks()
    await asyncio.sleep_ms(20)
    print("slept", core.ticks_diff(core.ticks(), t0) >= 20)


async def main():
    for flags in (select.POLLIN, select.POLLOUT, select.POLLIN | select.POLLOUT, select.POLLHUP):
        s = S()
        t = asyncio.create_task(waiter(s))
        await asyncio.sleep_ms(1)
        s.flags = flags
        if flags == select.POLLHUP:
            s.ioctl = lambda req, arg: flags if req == 3 else -1
        await asyncio.wait_for_ms(t, 2000)
        print(core._io_queue.map)


asyncio.run(main())
