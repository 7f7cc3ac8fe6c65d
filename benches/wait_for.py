# A coroutine that returns at once, awaited through `wait_for` with a timeout of 10 s.
# The argument is the number of calls, one after another.
import asyncio
import sys


async def nothing():
    pass


async def main(n):
    for _ in range(n):
        await asyncio.wait_for(nothing(), 10)


asyncio.run(main(int(sys.argv[1])))
