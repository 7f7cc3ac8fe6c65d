# Switches between as many tasks as the second argument says, which do nothing but `await sleep_ms(0)`.
# The first argument is how often each of them does.
import asyncio
import sys


async def sleeper(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def main(n, count):
    tasks = [asyncio.create_task(sleeper(n)) for _ in range(count)]
    for task in tasks:
        await task


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
