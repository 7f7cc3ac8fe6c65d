# A program parks a task: it sets cur_task.data to an object with remove(task), and yields. Pushing the
# task wakes it; a cancel calls remove.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Park:
    def __init__(self):
        self.tasks = []

    def wait(self):
        self.tasks.append(core.cur_task)
        core.cur_task.data = self
        yield

    def remove(self, task):
        print("remove", task in self.tasks)
        self.tasks.remove(task)

    def wake(self):
        core._task_queue.push(self.tasks.pop(0))


async def waiter(park, n):
    try:
        await park.wait()
        print("woke", n)
    except asyncio.CancelledError:
        print("cancelled", n)


async def main():
    park = Park()
    ts = [asyncio.create_task(waiter(park, n)) for n in range(3)]
    await asyncio.sleep_ms(0)
    print(ts[1].data is park)
    park.wake()
    await asyncio.sleep_ms(0)
    ts[1].cancel()
    await asyncio.sleep_ms(0)
    print(len(park.tasks))
    park.wake()
    for t in ts:
        await t


asyncio.run(main())
