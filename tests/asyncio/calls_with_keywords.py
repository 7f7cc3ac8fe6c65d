# Methods and functions of the library are called with keywords, and with too many arguments, as Python allows or refuses it.

try:
    import asyncio
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Source(io.IOBase):
    def __init__(self, data):
        self.data = data

    def ioctl(self, request, flags):
        return flags

    def read(self, n=-1):
        if n < 0:
            n = len(self.data)
        got, self.data = self.data[:n], self.data[n:]
        return got

    def readinto(self, buf):
        got = self.read(len(buf))
        buf[: len(got)] = got
        return len(got)

    def readline(self):
        n = self.data.find(b"\n") + 1
        return self.read(n or len(self.data))

    def write(self, buf):
        self.data += bytes(buf)
        return len(buf)


async def value():
    return "value"


def own_sleep(t):
    print("own_sleep", t)
    return asyncio.sleep(t)


def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
        print("taken")
    except TypeError:
        print("TypeError")


async def main():
    stream = asyncio.StreamReader(Source(b"one\ntwo\nthree\n" + bytes(range(65, 80))))
    print(await stream.readline())
    print(await stream.read(n=2))
    print(await stream.readexactly(n=2))
    buf = bytearray(4)
    print(await stream.readinto(buf=buf), buf)
    print(await stream.readline())
    print(await stream.read(n=-1))
    stream.write(buf=b"more")
    await stream.drain()
    print(await stream.read())
    for name in ("readline", "drain", "read", "readexactly", "readinto", "write"):
        refused(getattr(stream, name), 1, 2, 3)

    print(await asyncio.wait_for(aw=value(), timeout=1))
    print(await asyncio.wait_for(value(), timeout=1))
    print(await asyncio.wait_for_ms(value(), timeout=100))
    print(await asyncio.wait_for(value(), 1, sleep=own_sleep))
    refused(asyncio.wait_for, value(), 1, own_sleep, 4)
    refused(asyncio.wait_for, value(), 1, own_sleep, 4, more=5)
    refused(asyncio.wait_for, value(), 1, more=5)
    print(await asyncio.gather(value(), value(), return_exceptions=False))

    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    for owner, names in (
        (event, "set clear is_set wait"),
        (lock, "acquire release locked __aenter__"),
        (flag, "set clear wait ioctl"),
    ):
        for name in names.split():
            refused(getattr(owner, name), 1, 2, 3)
    print(event.is_set(), lock.locked())
    await lock.__aenter__()
    await lock.__aexit__(None, None, None)
    refused(lock.__aexit__)
    refused(asyncio.gather, value(), nothing=1)


asyncio.run(main())
