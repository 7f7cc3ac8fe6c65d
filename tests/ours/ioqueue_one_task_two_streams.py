# One task registers itself on two streams and yields, a wait for either: it wakes once, also if both are
# ready, and then waits for neither.

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


async def either(a, b):
    core._io_queue.queue_read(a)
    core._io_queue.queue_read(b)
    yield


async def waiter(a, b):
    await either(a, b)
    print("woke")
    # Only a second wake would end this one early.
    await asyncio.sleep_ms(20)
    print("slept")


async def main():
    for ready in ((0,), (1,), (0, 1)):
        ss = S(), S()
        t = asyncio.create_task(waiter(*ss))
        await asyncio.sleep_ms(1)
        t0 = core.ticks()
        for n in ready:
            ss[n].flags = select.POLLIN
        await t
        print(core.ticks_diff(core.ticks(), t0) >= 20)
        for s in ss:
            s.flags = select.POLLIN
        await asyncio.sleep_ms(5)
        print(core._io_queue.map)


asyncio.run(main())
