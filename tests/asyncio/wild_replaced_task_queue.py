# A program may assign core._task_queue an object of its own; the loop and create_task() use it.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Queue:
    def __init__(self, q):
        self.q = q
        self.pushes = 0
        self.pops = 0

    def push(self, *args):
        self.pushes += 1
        self.q.push(*args)

    def pop(self):
        self.pops += 1
        return self.q.pop()

    def peek(self):
        return self.q.peek()

    def remove(self, task):
        self.q.remove(task)


async def job(n):
    await asyncio.sleep_ms(0)
    print("job", n)


async def main():
    t1 = asyncio.create_task(job(1))
    t2 = asyncio.create_task(job(2))
    await t1
    await t2
    return "value"


saved = core._task_queue
q = core._task_queue = Queue(core.TaskQueue())
print(asyncio.run(main()))
print(q.pushes, q.pops, core._task_queue is q)
core._task_queue = saved
print(asyncio.run(main()))
print(q.pushes, q.pops)
