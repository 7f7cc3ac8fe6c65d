# A lock passes to its waiters in the order in which they asked, and is never free in between.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

held = 0


async def user(lock, n):
    global held
    async with lock:
        held += 1
        print("enter", n, held)
        await asyncio.sleep_ms(0)
        held -= 1


async def main():
    lock = asyncio.Lock()
    ts = [asyncio.create_task(user(lock, n)) for n in range(4)]
    for t in ts:
        await t
    print(lock.locked())


asyncio.run(main())
