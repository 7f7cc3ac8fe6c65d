# A subclass of core.TaskQueue serves as the loop's queue.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Q(core.TaskQueue):
    pushes = 0

    def push(self, *args):
        Q.pushes += 1
        super().push(*args)


async def job(n):
    await asyncio.sleep_ms(0)
    print("job", n)


async def main():
    for t in [asyncio.create_task(job(n)) for n in range(2)]:
        await t
    return "value"


saved = core._task_queue
core._task_queue = Q()
print(asyncio.run(main()))
print(Q.pushes)
core._task_queue = saved
