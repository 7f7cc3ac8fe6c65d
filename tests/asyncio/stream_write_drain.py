# Stream.write() and drain(): what the stream does not take at once is kept, and drained as it can be.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class S(io.IOBase):
    def __init__(self, *takes):
        self.takes = list(takes)

    def ioctl(self, req, arg):
        return select.POLLOUT & arg if req == 3 else -1

    def write(self, buf):
        n = self.takes.pop(0) if self.takes else len(buf)
        print("write", bytes(buf), n)
        return n


async def main():
    s = asyncio.StreamWriter(S(2, 1, None, 1))
    print(s.write(b"abcdef"))
    s.write(b"gh")
    print(await s.drain())
    s.write(b"ij")
    await s.drain()
    # A program's older form.
    await s.awrite(b"klmn", 1, 2)


asyncio.run(main())
