# A stream in Python that raises StopIteration, as one that calls next() does, is a RuntimeError to who reads from it.
try:
    import asyncio
    import io
except ImportError:
    print("SKIP")
    raise SystemExit

try:
    io.IOBase
except AttributeError:
    print("SKIP")
    raise SystemExit


class Source(io.IOBase):
    def __init__(self, parts):
        self.parts = iter(parts)

    def read(self, n=-1):
        return next(self.parts)

    readline = read

    def readinto(self, buf):
        part = next(self.parts)
        buf[: len(part)] = part
        return len(part)

    def write(self, buf):
        raise StopIteration(2)

    def ioctl(self, op, arg):
        return arg if op == 3 else 0


async def attempt(name, call):
    try:
        print(name, await call())
    except BaseException as er:
        print(name, type(er).__name__, er.args)


async def main():
    def stream(*parts):
        return asyncio.StreamReader(Source(parts))

    await attempt("read", lambda: stream().read(4))
    await attempt("read all", lambda: stream(b"ab").read())
    await attempt("readexactly", lambda: stream(b"ab").readexactly(4))
    await attempt("readline", lambda: stream(b"ab").readline())
    await attempt("readinto", lambda: stream().readinto(bytearray(4)))
    s = stream()
    s.out_buf = b"kept"
    await attempt("drain", s.drain)

    # Other errors, and what was read before, are what they were.
    s = stream(b"ab", b"cd")
    print(await s.readexactly(4))

    # write() is no coroutine.
    try:
        stream().write(b"x")
    except StopIteration as er:
        print("write StopIteration", er.args)


asyncio.run(main())
