# Subclasses of the primitives, and what they override, are honoured.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class Counted(asyncio.Event):
    def __init__(self):
        super().__init__()
        self.waits = 0

    def wait(self):
        self.waits += 1
        return super().wait()

    def set(self):
        print("set", self.waits)
        super().set()


class Truth(asyncio.Event):
    # A state that is neither True nor False.
    def set(self):
        self.state = "set"
        while self.waiting.peek():
            asyncio.core._task_queue.push(self.waiting.pop())

    def clear(self):
        self.state = ""


class Loud(asyncio.Lock):
    async def acquire(self):
        print("acquire")
        await super().acquire()
        return "acquired"

    def release(self):
        print("release")
        super().release()


class Quiet(asyncio.Lock):
    pass


class Queue(asyncio.core.TaskQueue):
    def __init__(self):
        self.pushed = 0
        super().__init__()

    def push(self, task):
        self.pushed += 1
        super().push(task)


class Flag(asyncio.ThreadSafeFlag):
    def set(self):
        print("set flag")
        super().set()


async def locks(lock, n):
    async with lock as got:
        print(n, got, lock.locked())
        for _ in range(5):  # turns, and no time, so that a slow machine does the same
            await asyncio.sleep_ms(0)


async def waits(aw, n):
    print(n, await aw)


async def main():
    for event in (Counted(), Truth()):
        ts = [asyncio.create_task(waits(event.wait(), i)) for i in range(2)]
        await asyncio.sleep_ms(0)
        event.set()
        await asyncio.gather(*ts)
        print(await event.wait(), event.is_set())
        event.clear()
        print(event.is_set())
    for lock in (Loud(), Quiet()):
        await asyncio.gather(locks(lock, 1), locks(lock, 2))
        t = asyncio.create_task(locks(lock, 3))
        await asyncio.sleep_ms(0)
        t2 = asyncio.create_task(locks(lock, 4))
        await asyncio.sleep_ms(0)
        t2.cancel()
        await t
        print(lock.locked())
    event = asyncio.Event()
    event.waiting = Queue()
    t = asyncio.create_task(event.wait())
    await asyncio.sleep_ms(0)
    event.set()
    print(await t, event.waiting.pushed)
    flag = Flag()
    t = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(1)
    flag.set()
    await t
    try:
        asyncio.Lock().release()
    except RuntimeError as er:
        print(er)


asyncio.run(main())
