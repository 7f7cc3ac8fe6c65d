# A stream that puts other bytes in the place of those that are being sent, and takes some: of the new ones as many are gone.

try:
    import asyncio
    import io

    io.IOBase
    asyncio.StreamWriter
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Slow(io.IOBase):
    # Takes so much at a time as it is told.
    other = None

    def __init__(self):
        self.got = []
        self.takes = [1, None, 2, 1, 100]

    def ioctl(self, request, arg):
        return arg if request == 3 else -1

    def write(self, buf):
        n = self.takes.pop(0)
        self.got.append(bytes(buf))
        if self.other is not None:
            stream.out_buf, self.other = self.other, None
        return None if n is None else min(n, len(buf))


async def main():
    global stream
    for other in (None, b"ABCDEFGH", b"ABC", b"abcdefgh", b"abcdef"):
        for first in (True, False):
            s = Slow()
            if not first:
                s.takes.insert(0, 0)
            stream = asyncio.StreamWriter(s)
            stream.out_buf = b"abcdef"
            s.other = other
            await stream.drain()
            print(other, s.got, stream.out_buf)


asyncio.run(main())
