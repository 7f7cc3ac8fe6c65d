# A program changes what a drain looks at, while it waits: the buffer, to one that is longer, shorter, or no bytes at all; the
# attribute by which drains find each other; or it makes a new loop. The next drain sends what is there.

try:
    import asyncio
    import io
    from asyncio import core

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Slow(io.IOBase):
    # Takes so much at a time as it is told.
    def __init__(self):
        self.got = b""
        self.takes = []

    def ioctl(self, request, arg):
        return arg if request == 3 and self.takes else 0 if request == 3 else -1

    def write(self, buf):
        n = self.takes.pop(0) if self.takes else None
        if n is not None:
            n = min(n, len(buf))
            self.got += bytes(buf[:n])
        return n


class Shrinks(Slow):
    buf = None

    def write(self, buf):
        if self.got:
            self.buf[:] = b""
            raise ValueError
        return Slow.write(self, buf)


async def begins(stream):
    # Begins to drain, and ends.
    stream.drain().send(None)


async def rest(s, stream):
    s.takes += [100]
    await stream.drain()
    print(s.got, stream.out_buf)


async def turns():
    for _ in range(3):
        await asyncio.sleep_ms(0)


async def ended(task):
    # One that waits is polled at each of these.
    for _ in range(20):
        if task.done():
            return
        await asyncio.sleep_ms(1)
    task.cancel()


async def draining(takes):
    # A stream whose buffer is b"abcdef", of which so much was sent.
    s = Slow()
    stream = asyncio.StreamWriter(s)
    stream.write(b"abcdef")
    task = asyncio.create_task(stream.drain())
    await turns()
    s.takes += takes
    while not s.got:
        await asyncio.sleep_ms(1)
    return s, stream, task


async def ends(what, s, stream, task):
    s.takes += [100] * 4
    await ended(task)
    try:
        await task
        said = "drained"
    except (TypeError, ValueError, AttributeError, asyncio.CancelledError) as er:
        said = type(er).__name__
    print(what, said, s.got, stream.out_buf)


async def main():
    # The first call is how the library learns of its functions.
    s = Slow()
    stream = asyncio.StreamWriter(s)
    stream.write(b"first")
    s.takes += [5]
    await stream.drain()
    for what, buf in (
        ("longer", b"abcdefgh"),
        ("as long", b"ABCDEF"),
        ("shorter", b"ab"),
        ("another", b"ABCDEFGH"),
        ("empty", b""),
        ("a bytearray", bytearray(b"abcdefgh")),
        ("text", "abcdefgh"),
        ("a list", [1, 2]),
        ("a number", 5),
    ):
        s, stream, task = await draining([2])
        stream.out_buf = buf
        await ends(what, s, stream, task)
    # Another drain joins, or does not find this one.
    for what, drain in (("found", None), ("a number", 1), ("an object", s), ("None", None)):
        s, stream, task = await draining([2])
        if what != "found":
            stream._drain = drain
        other = asyncio.create_task(stream.drain())
        await turns()
        s.takes += [100] * 4
        said = []
        for t in (task, other):
            await ended(t)
            try:
                await t
                said.append("drained")
            except (asyncio.CancelledError, RuntimeError) as er:
                said.append(type(er).__name__)
        print(what, said, s.got, stream.out_buf)
    # Nobody else joins, and what the drain would take back is not there.
    for what in ("deleted", 1, "text", None):
        s, stream, task = await draining([2])
        if what == "deleted":
            del stream._drain
        else:
            stream._drain = what
        await ends(what, s, stream, task)
    # What was over is put back; and one whose task has ended meanwhile, which never goes on.
    s, stream, task = await draining([2])
    drain = stream._drain
    await ends("over", s, stream, task)
    stream.write(b"gh")
    stream._drain = drain
    await rest(s, stream)
    s = Slow()
    stream = asyncio.StreamWriter(s)
    stream.write(b"abcdef")
    await asyncio.create_task(begins(stream))
    core._io_queue.unregister(s)
    await rest(s, stream)
    # A buffer that is none is replaced by one.
    s = Slow()
    stream = asyncio.StreamWriter(s)
    stream.write(b"abcdef")
    stream.out_buf = [1, 2]
    task = asyncio.create_task(stream.drain())
    await turns()
    stream.out_buf = b"abc"
    await ends("none before", s, stream, task)
    # It shrinks in the middle of a write, which fails.
    s = Shrinks()
    stream = asyncio.StreamWriter(s)
    stream.write(b"abcdef")
    stream.out_buf = s.buf = bytearray(b"abcdef")
    task = asyncio.create_task(stream.drain())
    await turns()
    s.takes += [2]
    while not s.got:
        await asyncio.sleep_ms(1)
    await ends("shrinks", s, stream, task)
    # The sender that waits elsewhere, by a write of its own, knows what it sent.
    s, stream, task = await draining([2])
    stream.write(b"gh")
    print(stream.out_buf)
    await ends("written to", s, stream, task)
    s, stream, task = await draining([2])
    task.cancel()
    await turns()
    stream.write(b"gh")
    print(stream.out_buf, task.done())
    await rest(s, stream)


async def left_behind():
    global left
    left = await draining([2])


asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
asyncio.run(main())
left = None
asyncio.run(left_behind())
asyncio.new_event_loop()
# The drain of the loop before will never go on.
asyncio.run(rest(left[0], left[1]))
