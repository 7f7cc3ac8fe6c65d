# core._io_queue.poller takes register(), modify() and unregister() of a stream that no task waits for yet.

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


async def read(s):
    yield core._io_queue.queue_read(s)
    print("read")


async def main():
    s = S()
    p = core._io_queue.poller
    p.register(s, select.POLLIN)
    p.modify(s, select.POLLIN | select.POLLOUT)
    p.unregister(s)
    try:
        p.modify(s, select.POLLIN)
    except OSError:
        print("OSError")
    t = asyncio.create_task(read(s))
    await asyncio.sleep_ms(0)
    p.modify(s, select.POLLIN)
    s.flags = select.POLLIN
    await t


asyncio.run(main())
