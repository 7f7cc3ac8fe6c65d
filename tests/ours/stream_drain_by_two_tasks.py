# A drain that one task has begun and another one goes on with: while that runs, a third drain waits for it.
# One that is dropped while a second waits: the second goes on with the next.

try:
    import asyncio
    import io
    import time

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Slow(io.IOBase):
    # Takes so much at a time as it is told.
    def __init__(self):
        self.got = b""
        self.takes = []
        self.lasts = 0

    def ioctl(self, request, arg):
        return arg if request == 3 and self.takes else 0 if request == 3 else -1

    def write(self, buf):
        if not self.takes:
            return None
        time.sleep_ms(self.lasts)
        n = min(self.takes.pop(0), len(buf))
        self.got += bytes(buf[:n])
        return n


def written(buf):
    # A stream that has this to send, and its object.
    s = Slow()
    stream = asyncio.StreamWriter(s)
    stream.write(buf)
    return s, stream


async def begins(coro):
    coro.send(None)


def goes_on(coro):
    yield from coro


def first_of(coro):
    yield coro.send(None)


async def drops(coro, event):
    await first_of(coro)
    event.set()
    await asyncio.sleep(10)


async def pauses(coro, event):
    await first_of(coro)
    await event.wait()
    await goes_on(coro)


async def says(order, who, stream):
    await stream.drain()
    order.append(who)


async def main():
    # The first call is how the library learns of its functions.
    s, stream = written(b"first")
    s.takes += [5]
    await stream.drain()
    s, stream = written(b"abcdef")
    drain = stream.drain()
    await asyncio.create_task(begins(drain))
    s.takes += [2]
    task = asyncio.create_task(goes_on(drain))
    while not s.got:
        await asyncio.sleep_ms(0)
    other = asyncio.create_task(stream.drain())
    for _ in range(3):
        await asyncio.sleep_ms(0)
    s.takes += [100, 100]
    await asyncio.gather(task, other)
    print(s.got, stream.out_buf)
    # One that is dropped while a second waits.
    s, stream = written(b"abcdef")
    event = asyncio.Event()
    first = asyncio.create_task(drops(stream.drain(), event))
    await asyncio.sleep_ms(0)
    second = asyncio.create_task(stream.drain())
    await asyncio.sleep_ms(0)
    s.takes += [2]
    await event.wait()
    await asyncio.sleep_ms(1)
    print(second.done(), s.got)
    s.takes += [100]
    await stream.drain()
    await second
    print(s.got, stream.out_buf, first.done())
    # A task that begins one, drops it at once and begins another.
    s, stream = written(b"abcdef")
    stream.drain().send(None)
    s.takes += [2, 100]
    await stream.drain()
    print(s.got, stream.out_buf)
    # One that is left for a while, in which another one takes over, goes on: it waits for that.
    s, stream = written(b"abcdef")
    event = asyncio.Event()
    first = asyncio.create_task(pauses(stream.drain(), event))
    await asyncio.sleep_ms(0)
    s.takes += [0]
    await asyncio.sleep_ms(2)
    s.takes.clear()
    second = asyncio.create_task(stream.drain())
    for _ in range(4):
        await asyncio.sleep_ms(0)
    event.set()
    await asyncio.sleep_ms(1)
    print(first.done(), second.done(), s.got)
    s.takes += [100]
    await asyncio.gather(first, second)
    print(s.got, stream.out_buf)
    # One that sends a byte at a time is not overtaken, whenever the loop looks at the stream.
    orders = set()
    for turns in range(40):
        s, stream = written(b"abcdefghijklmnopqrstuvwxyz")
        order = []
        # With turns of a millisecond or more the loop looks at streams before each.
        s.lasts = turns % 3
        first = asyncio.create_task(says(order, "first", stream))
        await asyncio.sleep_ms(0)
        s.takes += [1] * 26
        for _ in range(turns % 10):
            await asyncio.sleep_ms(0)
        second = asyncio.create_task(says(order, "second", stream))
        await asyncio.gather(first, second)
        orders.add(tuple(order + [s.got]))
    print(orders)
    # What it has sent is sent.
    stream.write(b"abcdef")
    first = asyncio.create_task(stream.drain())
    await asyncio.sleep_ms(0)
    s.takes += [1]
    while s.takes:
        await asyncio.sleep_ms(0)
    first.cancel()
    await asyncio.sleep_ms(0)
    print(stream.out_buf)


asyncio.run(main())
