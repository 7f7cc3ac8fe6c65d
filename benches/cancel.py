# Sleeping tasks that are created, started and then cancelled in the order of creation.
# The argument is the number of tasks, all asleep at once.
import asyncio
import sys


async def sleeper():
    await asyncio.sleep(100)


async def main(n):
    tasks = [asyncio.create_task(sleeper()) for _ in range(n)]
    await asyncio.sleep_ms(0)
    for task in tasks:
        task.cancel()
    await asyncio.sleep_ms(0)


asyncio.run(main(int(sys.argv[1])))
