# A program's own queue raises when a ready stream's task is pushed: the run ends, and the next one wakes the task.

try:
    import asyncio
    import io
except ImportError:
    print("SKIP")
    raise SystemExit

from asyncio import core

try:
    core._io_queue.queue_read
    io.IOBase
except AttributeError:
    print("SKIP")
    raise SystemExit


class Stream(io.IOBase):
    ready = 0

    def ioctl(self, request, arg):
        return self.ready & arg if request == 3 else -1


class Queue:
    bad = None

    def __init__(self):
        self.tasks = core.TaskQueue()

    def peek(self):
        return self.tasks.peek()

    def pop(self):
        return self.tasks.pop()

    def remove(self, task):
        self.tasks.remove(task)

    def push(self, task, *key):
        if task is self.bad:
            self.bad = None
            raise MemoryError("push")
        self.tasks.push(task, *key)


core._task_queue = queue = Queue()


def wait(stream, direction):
    yield getattr(core._io_queue, direction)(stream)
    print("woke", direction)


async def begin(streams):
    tasks = [asyncio.create_task(wait(*args)) for args in streams]
    await asyncio.sleep_ms(5)
    return tasks


async def fail(task, stream):
    queue.bad = task
    stream.ready = 5
    await asyncio.sleep_ms(50)


async def later():
    await asyncio.sleep_ms(20)


for directions in (["queue_read"], ["queue_write"], ["queue_read", "queue_write"]):
    stream = Stream()
    tasks = asyncio.run(begin([(stream, direction) for direction in directions]))
    try:
        asyncio.run(fail(tasks[0], stream))
    except MemoryError as er:
        print("left:", er, [task.done() for task in tasks])
    asyncio.run(later())
    print([task.done() for task in tasks], core._io_queue.map)
