# A stream that says POLLNVAL, as closed ones do, wakes its waiters, and their next operation raises.

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
    closed = False

    def ioctl(self, req, arg):
        if req == 4:
            self.closed = True
            return 0
        if req == 3:
            return 0x20 if self.closed else 0
        return -1

    def read(self, n):
        raise OSError(9)

    def write(self, buf):
        if self.closed:
            raise OSError(9)
        return None


async def read(s):
    try:
        await asyncio.StreamReader(s).read(1)
    except OSError as er:
        print("read", er.errno)


async def write(s):
    w = asyncio.StreamWriter(s)
    w.write(b"abc")
    try:
        await w.drain()
    except OSError as er:
        print("write", er.errno)


async def main():
    s = S()
    ts = [asyncio.create_task(read(s)), asyncio.create_task(write(s))]
    await asyncio.sleep_ms(2)
    s.ioctl(4, 0)
    for t in ts:
        await asyncio.wait_for_ms(t, 1000)
    print(core._io_queue.map)


asyncio.run(main())
