# A Lock that is free and an Event that is set ask for no queue; the others do, and say that it is missing.
try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    lock = asyncio.Lock()
    del lock.waiting
    print(await lock.acquire(), lock.locked())
    event = asyncio.Event()
    event.set()
    del event.waiting
    print(await event.wait())
    for aw in (lock.acquire(), asyncio.Event().wait()):
        task = asyncio.create_task(aw)
        await asyncio.sleep_ms(0)
        print(task.done())
        task.cancel()
        try:
            await task
        except (asyncio.CancelledError, AttributeError) as er:
            print(type(er).__name__)
    try:
        lock.release()
    except AttributeError:
        print("AttributeError", lock.state)


asyncio.run(main())
