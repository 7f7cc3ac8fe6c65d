# An object of a program's own in the place of core._io_queue: streams, flags and drains wait by its methods.

try:
    import asyncio
    import io
    from asyncio import core

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Own:
    # Wakes whoever waits, at the next poll.
    def __init__(self):
        self.map = {}

    def wait(self, kind, stream):
        print(kind, type(stream).__name__)
        self.map[id(stream)] = core.cur_task
        core.cur_task.data = self

    def queue_read(self, stream):
        self.wait("read", stream)

    def queue_write(self, stream):
        self.wait("write", stream)

    def remove(self, task):
        print("remove", task is waiter)
        self.map = {key: value for key, value in self.map.items() if value is not task}

    def wait_io_event(self, dt):
        for task in self.map.values():
            core._task_queue.push(task)
        self.map = {}


class Stream(io.IOBase):
    def ioctl(self, request, arg):
        return arg if request == 3 else -1

    def read(self, n):
        return b"x"

    def readline(self):
        return b"a line\n"

    def write(self, buf):
        return min(len(buf), 2)


async def waits(flag):
    await flag.wait()
    print("flag")


async def first():
    # The first call of each is how the library learns of its functions.
    flag, stream = asyncio.ThreadSafeFlag(), asyncio.StreamReader(Stream())
    task = asyncio.create_task(waits(flag))
    await asyncio.sleep_ms(0)
    flag.set()
    await task
    await stream.read(1)


async def main():
    global waiter
    flag, stream = asyncio.ThreadSafeFlag(), asyncio.StreamReader(Stream())
    await waits(flag)
    await waits(flag)
    print(await stream.readline(), await stream.readline(), await stream.read(3))
    stream.write(b"abcde")
    await stream.drain()
    stream.write(b"abcde")
    await stream.drain()
    waiter = asyncio.create_task(waits(flag))
    await asyncio.sleep_ms(0)
    print(waiter.cancel())
    try:
        await waiter
    except asyncio.CancelledError:
        print("cancelled")


waiter = None
asyncio.run(first())
saved = core._io_queue
core._io_queue = Own()
asyncio.run(main())
core._io_queue = saved
print(saved.map)
