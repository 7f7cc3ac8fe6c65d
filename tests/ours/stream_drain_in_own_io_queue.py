# Two tasks drain a stream in a loop whose IOQueue is the program's own, in the manner of upstream's: the second waits for the first.

try:
    import asyncio
    import io
    import time
    from asyncio import core

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class OwnIO:
    def __init__(self):
        self.map = {}

    def queue_write(self, stream):
        assert id(stream) not in self.map
        self.map[id(stream)] = stream, core.cur_task
        core.cur_task.data = self

    def remove(self, task):
        for key, (_, waiter) in list(self.map.items()):
            if waiter is task:
                del self.map[key]

    def wait_io_event(self, ms):
        for key, (stream, task) in list(self.map.items()):
            if stream.takes:
                del self.map[key]
                core._task_queue.push(task)
                return
        time.sleep_ms(max(0, min(ms, 1)))


class Slow(io.IOBase):
    # Takes so much at a time as it is told.
    def __init__(self):
        self.got = b""
        self.takes = []

    def ioctl(self, request, arg):
        return arg if request == 3 and self.takes else 0 if request == 3 else -1

    def write(self, buf):
        if not self.takes:
            return None
        n = min(self.takes.pop(0), len(buf))
        self.got += bytes(buf[:n])
        return n


async def drain(who, stream):
    await stream.drain()
    print(who, stream.s.got, stream.out_buf)


async def one(how):
    stream = asyncio.StreamWriter(Slow())
    stream.write(b"abcdef")
    first = asyncio.create_task(drain("first", stream))
    await asyncio.sleep_ms(0)
    second = asyncio.create_task(drain("second", stream))
    await asyncio.sleep_ms(1)
    if how == "cancelled":
        first.cancel()
        await asyncio.sleep_ms(1)
    stream.s.takes += [2, 2]
    while stream.s.takes:
        await asyncio.sleep_ms(0)
    print(how, first.done(), second.done(), stream.s.got)
    stream.s.takes += [100]
    await second


async def main():
    # The first use of a stream is what makes the module native.
    stream = asyncio.StreamWriter(Slow())
    stream.write(b"first")
    stream.s.takes += [100]
    await stream.drain()
    core._io_queue = OwnIO()
    for how in ("waits", "cancelled"):
        await one(how)


asyncio.run(main())
