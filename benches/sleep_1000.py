# Switches between a thousand tasks that do nothing but `await sleep_ms(0)`.
# The argument is the number of switches in thousands, all tasks together.
import asyncio
import sys

TASKS = 1000


async def sleeper(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def main(n):
    tasks = [asyncio.create_task(sleeper(n // TASKS)) for _ in range(TASKS)]
    for task in tasks:
        await task


asyncio.run(main(TASKS * int(sys.argv[1])))
