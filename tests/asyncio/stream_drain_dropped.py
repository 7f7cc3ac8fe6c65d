# A program drives a drain() by hand, and drops it when the stream has room; then it goes elsewhere. The next drain() sends.

try:
    import asyncio
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Slow(io.IOBase):
    # Has room when it is told so.
    def __init__(self):
        self.sent = b""
        self.room = self.more = False

    def ioctl(self, request, arg):
        return arg & (4 * self.room | self.more) if request == 3 else -1

    def write(self, buf):
        if not self.room:
            return None
        self.sent += bytes(buf)
        return len(buf)

    def read(self, n=-1):
        return b"more"


def first_of(coro):
    # What a coroutine yields first; when this is resumed, it is done, and the coroutine is dropped.
    yield coro.send(None)


async def sleeps(stream, event):
    await asyncio.sleep_ms(500)


async def waits(stream, event):
    await event.wait()


async def reads(stream, event):
    await stream.read(4)


async def ends(stream, event):
    pass


async def drains(stream, event):
    await stream.drain()
    print("drained by itself")
    await event.wait()


async def writes(stream, event):
    other = asyncio.StreamWriter(Slow())
    other.write(b"other")
    waiting = asyncio.create_task(other.drain())
    await event.wait()
    other.s.room = True
    await waiting


async def drops(stream, event, elsewhere):
    await first_of(stream.drain())
    await elsewhere(stream, event)
    print(elsewhere.__name__, "is over")


async def drain(who, stream):
    await stream.drain()
    print(who, stream.s.sent, stream.out_buf)


async def one(elsewhere):
    stream = asyncio.StreamWriter(Slow())
    event = asyncio.Event()
    stream.write(b"abc")
    task = asyncio.create_task(drops(stream, event, elsewhere))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    stream.s.room = True
    for _ in range(3):
        await asyncio.sleep_ms(1)
    gives_up = asyncio.create_task(stream.drain())
    await asyncio.sleep_ms(0)
    gives_up.cancel()
    await asyncio.wait_for_ms(drain("next", stream), 200)
    stream.s.room = False
    stream.write(b"def")
    last = asyncio.create_task(drain("last", stream))
    await asyncio.sleep_ms(0)
    stream.s.room = True
    await asyncio.wait_for_ms(last, 200)
    event.set()
    stream.s.more = True
    await task


async def main():
    # Once before, which is how a library that replaces functions when they are used gets to know them.
    stream = asyncio.StreamWriter(Slow())
    stream.write(b"first")
    stream.s.room = True
    await stream.drain()
    await stream.drain()
    for elsewhere in (sleeps, waits, reads, ends, drains, writes):
        await one(elsewhere)


asyncio.run(main())
