# A queue in Python that adds names to core while a task is taken from it: the loop finds its own names where they are then.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Queue(_asyncio.TaskQueue):
    def pop(self):
        for i in range(20):
            setattr(core, "name_%d" % len(names), None)
            names.append(i)
        return super().pop()


class Wrapped:
    # Not of the native class, so that its methods are called.
    def __init__(self):
        self.queue = Queue()

    def push(self, *args):
        self.queue.push(*args)

    def peek(self):
        return self.queue.peek()

    def pop(self):
        return self.queue.pop()

    def remove(self, task):
        self.queue.remove(task)


async def job(n):
    for _ in range(3):
        print(core.cur_task is tasks[n], core.current_task() is tasks[n])
        await asyncio.sleep_ms(0)


async def main():
    for n in range(2):
        tasks.append(asyncio.create_task(job(n)))
    for task in tasks:
        await task


names, tasks = [], []
saved = core._task_queue
core._task_queue = Wrapped()
asyncio.run(main())
core._task_queue = saved
print(len(names) > 100)
