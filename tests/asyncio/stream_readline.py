# Stream.readline(): a line gathered from several reads; the rest without a newline; b"" at the end.

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
    def __init__(self, *lines):
        self.lines = list(lines)

    def ioctl(self, req, arg):
        return select.POLLIN & arg if req == 3 else -1

    def readline(self):
        return self.lines.pop(0) if self.lines else b""


async def main():
    s = asyncio.StreamReader(S(b"one\n", b"tw", None, b"o\n", b"\n", b"three"))
    for _ in range(5):
        print(await s.readline())


asyncio.run(main())
