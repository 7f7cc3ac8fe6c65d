# Small asyncio programs, one for each thing that allocates or waits, in which a fault is then injected everywhere.
# Each must end by itself when nothing fails; none looks at how it ended. Those here need little memory; others are in
# more_samples.py.
import asyncio

# The package loads these when they are first named; an import that runs out of memory can crash MicroPython itself.
LOADED = (asyncio.gather, asyncio.wait_for, asyncio.wait_for_ms, asyncio.Event, asyncio.Lock, asyncio.ThreadSafeFlag)


async def ready(value):
    return value


async def late(value):
    await asyncio.sleep_ms(3)
    return value


async def bad():
    await asyncio.sleep_ms(1)
    raise ValueError("bad")


async def sleeps():
    for n in (0, 1, 0, 5):
        await asyncio.sleep_ms(n)
    await asyncio.sleep(0.002)


async def tasks():
    made = [asyncio.create_task(late(n)) for n in range(5)]
    await asyncio.sleep_ms(1)
    made[1].cancel()
    made[3].cancel()
    for task in made:
        try:
            await task
        except asyncio.CancelledError:
            pass


async def gathers():
    await asyncio.gather(ready(1), late(2), asyncio.create_task(ready(3)))
    await asyncio.gather(late(1), bad(), return_exceptions=True)
    try:
        await asyncio.gather(late(1), bad(), late(2))
    except ValueError:
        pass


async def waits_for():
    await asyncio.wait_for(late(1), 1)
    try:
        await asyncio.wait_for_ms(asyncio.sleep(1), 2)
    except (asyncio.TimeoutError, TypeError):
        pass
    try:
        await asyncio.wait_for_ms(late(1), 1)
    except asyncio.TimeoutError:
        pass


async def events():
    event = asyncio.Event()
    waiters = [asyncio.create_task(event.wait()) for _ in range(3)]
    await asyncio.sleep_ms(1)
    waiters[0].cancel()
    event.set()
    await waiters[1]
    await waiters[2]


async def take(lock):
    async with lock:
        await asyncio.sleep_ms(1)


async def locks():
    lock = asyncio.Lock()
    takers = [asyncio.create_task(take(lock)) for _ in range(4)]
    await asyncio.sleep_ms(0)
    takers[2].cancel()
    await takers[0]
    await takers[1]
    await takers[3]


async def set_later(flag):
    await asyncio.sleep_ms(2)
    flag.set()


async def flags():
    flag = asyncio.ThreadSafeFlag()
    setter = asyncio.create_task(set_later(flag))
    await flag.wait()
    await setter
    task = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(1)
    task.cancel()


async def unretrieved():
    asyncio.create_task(bad())
    await asyncio.sleep_ms(5)


def callback(task, er):
    task.coro


async def callbacks():
    task = asyncio.create_task(late(1))
    task.state = callback
    await asyncio.sleep_ms(5)


# Native awaitables under everything that wraps an awaitable.
async def natives():
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    for wait in (event.wait, flag.wait):
        try:
            await asyncio.wait_for_ms(wait(), 1)
        except asyncio.TimeoutError:
            pass
    async with lock:
        got = await asyncio.gather(
            asyncio.wait_for_ms(lock.acquire(), 1), asyncio.wait_for_ms(event.wait(), 2), return_exceptions=True
        )
        got.clear()
    event.set()
    flag.set()
    await asyncio.gather(event.wait(), flag.wait(), asyncio.create_task(asyncio.wait_for(event.wait(), 1)))


async def nested():
    try:
        await asyncio.wait_for_ms(asyncio.wait_for_ms(asyncio.gather(late(1), late(2)), 2), 9)
    except asyncio.TimeoutError:
        pass
    outer = asyncio.create_task(asyncio.wait_for_ms(asyncio.gather(late(1), late(2)), 9))
    await asyncio.sleep_ms(1)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        pass


SAMPLES = [sleeps, tasks, gathers, waits_for, events, locks, flags, unretrieved, callbacks, natives, nested]
# Those of them that ask the kernel.
ASKING = [flags, natives]
