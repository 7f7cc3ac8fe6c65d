# What is written during a drain is sent; a drain that is cancelled or fails leaves what was not sent; a second drain waits for
# the first, goes on if that is cancelled, and gets its error.

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
    def __init__(self):
        self.takes = []
        self.sent = b""

    def ioctl(self, req, arg):
        return arg if req == 3 and self.takes else 0

    def write(self, buf):
        if not self.takes:
            return None
        take = self.takes.pop(0)
        if isinstance(take, Exception):
            raise take
        if take is None:
            return None
        self.sent += bytes(buf[:take])
        return min(take, len(buf))


async def outcome(name, aw):
    try:
        print(name, await aw)
    except (asyncio.CancelledError, Exception) as er:
        print(name, repr(er))


async def start(*names):
    stream = asyncio.StreamWriter(S())
    stream.write(b"abcdef")
    tasks = [stream]
    for name in names:
        tasks.append(asyncio.create_task(outcome(name, stream.drain())))
    for _ in range(2):
        await asyncio.sleep_ms(0)
    return tasks


async def give(stream, *takes):
    stream.s.takes += takes
    while stream.s.takes:
        await asyncio.sleep_ms(0)
    for _ in range(4):
        await asyncio.sleep_ms(0)


def show(what, stream):
    print(what, stream.s.sent, stream.out_buf, [name for name in dir(stream) if "drain" in name])


async def main():
    # The first use of a stream is what makes the module native.
    s, one = await start("first")
    await give(s, 9)

    s, one = await start("one")
    await give(s, 2, None)
    s.write(b"ghi")
    show("written during a drain", s)
    await give(s, 3, 9)
    await one
    show("sent", s)

    s, one = await start("one")
    await give(s, 2)
    one.cancel()
    await one
    show("cancelled", s)
    s.s.takes = [9]
    await s.drain()
    show("drained", s)

    s, one = await start("one")
    await give(s, 2, OSError(32))
    await one
    show("failed", s)

    s, one, two, three = await start("one", "two", "three")
    await give(s, 2)
    one.cancel()
    await one
    await give(s, 1, 9)
    await two
    await three
    show("the second went on", s)

    s, one, two = await start("one", "two")
    await give(s, 2)
    two.cancel()
    await two
    await give(s, 9)
    await one
    show("the second was cancelled", s)

    s, one, two = await start("one", "two")
    await give(s, 2, OSError(32))
    await one
    await two
    show("both failed", s)

    s, one = await start("one")
    await give(s, 2)
    s.out_buf = b"other"
    await give(s, 9)
    await one
    show("another buffer", s)

    s, one = await start("one")
    await give(s, 2)
    s.out_buf += b"ghi"
    await give(s, 9)
    await one
    show("added by a program", s)


asyncio.run(main())
