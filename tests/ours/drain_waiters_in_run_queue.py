# Two drains of one stream, where a program has made the queue of the second the run queue: the first, which is cancelled there,
# wakes nobody for ever.

try:
    import asyncio
    import io
    from asyncio import core

    io.IOBase
    asyncio.StreamWriter
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Full(io.IOBase):
    def ioctl(self, request, arg):
        return 0 if request == 3 else -1

    def write(self, buf):
        return None


class Slow(Full):
    writes = 0

    def ioctl(self, request, arg):
        return arg if request == 3 else -1

    def write(self, buf):
        self.writes += 1
        return None if self.writes == 1 else len(buf)


async def drains(stream):
    try:
        await stream.drain()
        print("drained")
    except BaseException as er:
        print(type(er).__name__)


async def first():
    # The first use is how the library learns of its functions.
    stream = asyncio.StreamWriter(Slow())
    stream.write(b"abc")
    await stream.drain()


async def main():
    stream = asyncio.StreamWriter(Full())
    stream.write(b"abc")
    tasks = [asyncio.create_task(drains(stream)) for _ in range(2)]
    await asyncio.sleep_ms(1)
    await asyncio.sleep_ms(1)
    core._task_queue = tasks[1].data
    if type(core._task_queue) is not core.TaskQueue:
        print("SKIP")
        raise SystemExit
    tasks[0].cancel()
    await asyncio.sleep_ms(1)
    await asyncio.sleep_ms(1)
    print([task.done() for task in tasks])


asyncio.run(first())
asyncio.run(main())
