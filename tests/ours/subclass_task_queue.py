# A subclass of TaskQueue serves as the loop's queue and as an event's; one without super().__init__() works
# or is refused with a TypeError.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class MyQueue(_asyncio.TaskQueue):
    pushes = 0

    def push(self, *args):
        MyQueue.pushes += 1
        super().push(*args)


class Plain(_asyncio.TaskQueue):
    pass


class NoInit(_asyncio.TaskQueue):
    def __init__(self):
        self.mine = 1


async def job():
    await asyncio.sleep_ms(1)
    return "value"


async def main():
    t = asyncio.create_task(job())
    t2 = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    t2.cancel()
    try:
        await t2
    except asyncio.CancelledError:
        print("CancelledError")
    return await t


for cls in (MyQueue, Plain):
    core._task_queue = cls()
    print(asyncio.run(main()))
print(MyQueue.pushes > 4)

for f in (
    lambda q: q.peek(),
    lambda q: q.push(core.Task(job())),
    lambda q: q.pop(),
    lambda q: q.remove(core.Task(job())),
):
    q = NoInit()
    try:
        f(q)
    except (TypeError, AttributeError, IndexError, ValueError):
        pass
core._task_queue = core.TaskQueue()
print(asyncio.run(job()))
