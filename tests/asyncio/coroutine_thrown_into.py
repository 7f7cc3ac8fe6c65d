# An exception that is no cancellation, thrown into what waits in a Lock, an Event, a gather() or a wait_for(), leaves it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def forever():
    await asyncio.sleep(1000)


async def waits(name, coro):
    try:
        print(name, await coro)
    except Exception as er:
        print(name, type(er).__name__, er.args)


async def main():
    lock, event = asyncio.Lock(), asyncio.Event()
    await lock.acquire()
    tasks = [asyncio.create_task(forever()) for _ in range(2)]
    # The first calls are how the library learns of its functions.
    await asyncio.wait_for(nothing(), 1)
    waiting = (
        ("lock", lock.acquire()),
        ("event", event.wait()),
        ("gather", asyncio.gather(*tasks)),
        ("wait_for", asyncio.wait_for(forever(), 1000)),
    )
    for name, coro in waiting:
        task = asyncio.create_task(waits(name, coro))
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(0)
        task.cancel()
        task.data = ValueError("thrown into " + name)
        await task
    print(lock.locked(), event.is_set())
    for task in tasks:
        task.cancel()


async def nothing():
    pass


asyncio.run(main())
