# A task cancelled while it waits for a lock gives up its place.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def user(lock, n):
    async with lock:
        print("enter", n)
        await asyncio.sleep_ms(0)


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    ts = [asyncio.create_task(user(lock, n)) for n in range(3)]
    await asyncio.sleep_ms(0)
    ts[1].cancel()
    lock.release()
    for t in ts:
        try:
            await t
        except asyncio.CancelledError:
            print("cancelled")
    print(lock.locked())


asyncio.run(main())
