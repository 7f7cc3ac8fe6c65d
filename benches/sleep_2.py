# Switches between two tasks that do nothing but `await sleep_ms(0)`.
# The argument is the number of switches, both tasks together; a second one, "measure" or "record", has them watched.
import asyncio
import sys

TASKS = 2


async def sleeper(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def main(n):
    tasks = [asyncio.create_task(sleeper(n // TASKS)) for _ in range(TASKS)]
    for task in tasks:
        await task


if len(sys.argv) > 2:
    import _asyncio

    getattr(_asyncio, sys.argv[2])(True)
asyncio.run(main(int(sys.argv[1])))
