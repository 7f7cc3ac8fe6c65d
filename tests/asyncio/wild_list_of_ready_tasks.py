# A program's own queue keeps what is ready in a list, without a key: a task that a stream woke is ready all the same.

try:
    import asyncio
    import io
except ImportError:
    print("SKIP")
    raise SystemExit

from asyncio import core

try:
    io.IOBase
except AttributeError:
    print("SKIP")
    raise SystemExit


class Queue:
    def __init__(self):
        self.ready = []
        self.tasks = core.TaskQueue()

    def peek(self):
        return self.ready[0] if self.ready else self.tasks.peek()

    def pop(self):
        return self.ready.pop(0) if self.ready else self.tasks.pop()

    def push(self, task, key=None):
        if key is None:
            task.data = None
            self.ready.append(task)
        else:
            self.tasks.push(task, key)

    def remove(self, task):
        self.tasks.remove(task)


class Stream(io.IOBase):
    asked = 0

    def ioctl(self, request, arg):
        if request != 3:
            return -1
        self.asked += 1
        return arg if self.asked > 3 else 0


core._task_queue = Queue()


def wait(stream):
    yield core._io_queue.queue_read(stream)


# While it runs, streams are asked again and again.
async def ticker():
    for _ in range(10):
        await asyncio.sleep_ms(2)


async def main():
    ticks = asyncio.create_task(ticker())
    await asyncio.sleep_ms(1)
    key = core.cur_task.ph_key
    await wait(Stream())
    print("key unchanged:", core.cur_task.ph_key == key, ticks.done())
    await ticks


asyncio.run(main())
