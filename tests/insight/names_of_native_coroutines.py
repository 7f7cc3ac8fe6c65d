# A task of one of the library's own coroutines is named after the function, whether that is native or not.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def sleeps():
    await asyncio.sleep_ms(100000)


async def nothing():
    pass


async def main():
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    await lock.acquire()
    # What calls them first still has them in Python.
    await asyncio.wait_for(nothing(), 1000)
    await asyncio.gather(nothing())
    coros = [event.wait(), lock.acquire(), flag.wait(), asyncio.wait_for(sleeps(), 1000), asyncio.gather(sleeps())]
    tasks = [asyncio.create_task(coro) for coro in coros]
    for _ in range(3):
        await asyncio.sleep_ms(0)
    print(sorted((r.name, r.state) for r in _asyncio.tasks()))
    for task in tasks:
        task.cancel()


asyncio.run(main())
