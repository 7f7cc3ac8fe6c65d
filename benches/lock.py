# A Lock that two tasks pass to each other; each holder yields once while it holds it.
# The argument is the number of times that the lock is taken, both tasks together.
import asyncio
import sys


async def holder(lock, n):
    for _ in range(n):
        async with lock:
            await asyncio.sleep_ms(0)


async def main(n):
    lock = asyncio.Lock()
    one = asyncio.create_task(holder(lock, n // 2))
    two = asyncio.create_task(holder(lock, n // 2))
    await one
    await two


asyncio.run(main(int(sys.argv[1])))
