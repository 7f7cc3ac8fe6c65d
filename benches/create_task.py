# A task made for a coroutine that returns at once, and awaited.
# The argument is the number of tasks, one after another.
import asyncio
import sys


async def nothing():
    pass


async def main(n):
    for _ in range(n):
        await asyncio.create_task(nothing())


asyncio.run(main(int(sys.argv[1])))
