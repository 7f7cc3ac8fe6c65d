# Stream.readexactly(): n bytes gathered from several reads; EOFError at an early end; 0 bytes at once.

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

    def read(self, n):
        if not self.chunks:
            return b""
        c = self.chunks.pop(0)
        if c is not None and len(c) > n:
            self.chunks.insert(0, c[n:])
            c = c[:n]
        return c


async def main():
    s = asyncio.StreamReader(S(b"ab", None, b"cdef", b"gh"))
    print(await s.readexactly(0))
    print(await s.readexactly(5))
    print(await s.readexactly(1))
    try:
        print(await s.readexactly(3))
    except EOFError:
        print("EOFError")


asyncio.run(main())
