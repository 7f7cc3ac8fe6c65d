# A program's own queue that keeps its tasks in a list, with their keys: the loop takes what the queue
# gives it, in the queue's order.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Queue:
    def __init__(self):
        self.tasks = []

    def push(self, task, key=None):
        task.data = None
        self.tasks.append((task, core.ticks() if key is None else key))

    def due(self):
        best = None
        for i, (_, key) in enumerate(self.tasks):
            if best is None or core.ticks_diff(key, self.tasks[best][1]) < 0:
                best = i
        return best

    def peek(self):
        # The loop sleeps until the task's ph_key, which cannot be set: only what is due is shown.
        i = self.due()
        while i is not None and core.ticks_diff(self.tasks[i][1], core.ticks()) > 0:
            pass
        return None if i is None else self.tasks[i][0]

    def pop(self):
        return self.tasks.pop(self.due())[0]

    def remove(self, task):
        print("remove")
        for i, (t, _) in enumerate(self.tasks):
            if t is task:
                del self.tasks[i]
                return


async def job(n):
    for _ in range(2):
        await asyncio.sleep_ms(n)
        print("job", n)
    return n


async def main():
    a, b = asyncio.create_task(job(0)), asyncio.create_task(job(20))
    print(await a, await b)
    return "value"


saved = core._task_queue
q = core._task_queue = Queue()
print(asyncio.run(main()))
print(len(q.tasks))
core._task_queue = saved
