# Stream.read(): up to n bytes as they come, b"" at the end of the file, everything without n.

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
        n = min(len(buf), len(c))
        buf[:n] = c[:n]
        if n < len(c):
            self.chunks.insert(0, c[n:])
        return n

    def read(self, n=-1):
        if n < 0:
            n = 100
        buf = bytearray(n)
        r = self.readinto(buf)
        return None if r is None else bytes(buf[:r])


async def main():
    s = asyncio.StreamReader(S(b"abcdef", None, b"gh"))
    for _ in range(4):
        print(await s.read(4))
    s = asyncio.StreamReader(S(b"abc", None, b"def"))
    print(await s.read())
    print(await s.read(-1))


asyncio.run(main())
