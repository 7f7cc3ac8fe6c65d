# What a program puts in the place of a method or a function stays, and native and Python ones work side by side.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

import asyncio.event, asyncio.funcs, asyncio.lock

log = []
event_set, acquire, create_task = asyncio.Event.set, asyncio.Lock.acquire, asyncio.core.create_task


def loud_set(self):
    log.append("set")
    event_set(self)


async def loud_acquire(self):
    log.append("acquire")
    return await acquire(self)


asyncio.Event.set = loud_set


async def value(x):
    await asyncio.sleep_ms(1)
    return x


async def locks(lock):
    async with lock:
        await asyncio.sleep_ms(0)


async def main():
    event, lock = asyncio.Event(), asyncio.Lock()
    t = asyncio.create_task(event.wait())
    await asyncio.sleep_ms(0)
    event.set()
    print(await t)
    await locks(lock)
    asyncio.Lock.acquire = loud_acquire
    await asyncio.gather(locks(lock), locks(lock))
    lock.release = lambda: (log.append("release"), asyncio.Lock.release(lock))
    await locks(lock)

    def loud_create_task(coro):
        log.append("create_task")
        return create_task(coro)

    asyncio.core.create_task = loud_create_task
    print(await asyncio.gather(value(1), value(2)))
    print(await asyncio.wait_for(value(3), 1))
    asyncio.core.create_task = create_task
    asyncio.funcs.wait_for = lambda aw, timeout, sleep: value((timeout, sleep is asyncio.core.sleep_ms))
    print(await asyncio.wait_for_ms(None, 4))
    event.state = True
    print(await event.wait(), event.is_set())
    event.state = 0
    print(event.is_set())
    print(log)


asyncio.run(main())
