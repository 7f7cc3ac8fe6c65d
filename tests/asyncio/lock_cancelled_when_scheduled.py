# A task cancelled after release() chose it, but before it ran, hands the lock on to the next.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def user(lock, n):
    try:
        async with lock:
            print("enter", n)
    except asyncio.CancelledError:
        print("cancelled", n)


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    ts = [asyncio.create_task(user(lock, n)) for n in range(2)]
    await asyncio.sleep_ms(0)
    lock.release()
    ts[0].cancel()
    print(lock.locked())
    for t in ts:
        await t
    print(lock.locked())


asyncio.run(main())
