# One task reads and one writes the same stream: each wakes for its own event.

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
    for i in range(2):
        yield core._io_queue.queue_read(s)
        print("read", i)
        s.flags &= ~select.POLLIN


async def write(s):
    for i in range(2):
        yield core._io_queue.queue_write(s)
        print("write", i)
        s.flags &= ~select.POLLOUT


async def main():
    s = S()
    ts = [asyncio.create_task(read(s)), asyncio.create_task(write(s))]
    for ev in (select.POLLOUT, select.POLLIN, select.POLLIN, select.POLLOUT):
        for _ in range(20):
            await asyncio.sleep_ms(0)
        print("set", "in" if ev == select.POLLIN else "out")
        s.flags = ev
    for t in ts:
        await t


asyncio.run(main())
