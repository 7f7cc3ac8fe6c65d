# While a drain waits, a program puts a copy of the buffer in its place: what was sent is not sent again.

try:
    import asyncio
    import io

    io.IOBase
    asyncio.StreamWriter
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Slow(io.IOBase):
    # Takes two bytes, nothing until it is told, and then the rest.
    def __init__(self):
        self.got = b""
        self.takes = [2]

    def ioctl(self, request, arg):
        return arg if request == 3 and self.takes else 0 if request == 3 else -1

    def write(self, buf):
        n = min(self.takes.pop(0), len(buf))
        self.got += bytes(buf[:n])
        return n


async def main():
    # The first use is how the library learns of its functions.
    for _ in range(2):
        s = Slow()
        stream = asyncio.StreamWriter(s)
        stream.out_buf = b"abcdef"
        task = asyncio.create_task(stream.drain())
        while not s.got:
            await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(0)
        stream.out_buf = bytes(bytearray(stream.out_buf))
        s.takes.append(100)
        await task
        print(s.got, stream.out_buf)


asyncio.run(main())
