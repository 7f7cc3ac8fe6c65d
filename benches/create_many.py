# Sleeping tasks that are created all at once, and none of them run. The argument is their number.
import asyncio
import sys


async def sleeper():
    await asyncio.sleep(100)


async def main(n):
    for _ in range(n):
        asyncio.create_task(sleeper())


asyncio.run(main(int(sys.argv[1])))
