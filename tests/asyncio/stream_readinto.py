# Stream.readinto(): the number of bytes, 0 at the end, None where the stream had nothing.

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
    def __init__(self, *chunks):
        self.chunks = list(chunks)

    def ioctl(self, req, arg):
        return select.POLLIN & arg if req == 3 else -1

    def readinto(self, buf):
        if not self.chunks:
            return 0
        c = self.chunks.pop(0)
        if c is None:
            return None
        buf[: len(c)] = c
        return len(c)


async def main():
    s = asyncio.StreamReader(S(b"ab", None, b"cde"))
    buf = bytearray(4)
    for _ in range(4):
        print(await s.readinto(buf), buf)


asyncio.run(main())
