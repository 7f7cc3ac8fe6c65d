# Subclasses of Stream, methods patched in the class and in the object, and a stream's object that is replaced.

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
    def __init__(self, name):
        self.name = name

    def ioctl(self, req, arg):
        return arg if req == 3 else -1

    def read(self, n):
        return self.name

    def readline(self):
        return self.name + b"\n"

    def write(self, buf):
        print("write", self.name, bytes(buf))
        return len(buf)


class Mine(asyncio.StreamReader):
    def read(self, n=-1):
        print("mine", n)
        return super().read(n)

    def write(self, buf):
        super().write(b"<")
        super().write(buf)
        super().write(b">")


async def main():
    m = Mine(S(b"one"))
    print(await m.read(3), await m.readline())
    m.write(b"x")
    await m.drain()
    reading = m.read(3)
    m.s = S(b"two")
    print(await reading)
    m.s.read = lambda n: b"patched"
    print(await m.read(1))

    class_write = asyncio.StreamWriter.write
    asyncio.StreamWriter.write = lambda self, buf: print("patched", buf)
    s = asyncio.StreamWriter(S(b"three"))
    s.write(b"y")
    print(await s.readline())
    asyncio.StreamWriter.write = class_write
    s.write(b"z")
    await s.awrite(b"abcdef", 1, 3)
    await s.drain()
    print(s.out_buf)


asyncio.run(main())
