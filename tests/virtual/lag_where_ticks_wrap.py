# How late tasks ran, from before ticks wrap until after it. Exits with 1 if that is not what it was.
import _asyncio
import asyncio
import sys
import time

LATE_MS = 30
IDLE_MS = 3000
ROUNDS = 60  # more than two periods of 65 s


async def sleeps(ms):
    await asyncio.sleep_ms(ms)


async def main():
    for _ in range(ROUNDS):
        t = asyncio.create_task(sleeps(IDLE_MS - LATE_MS))
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(IDLE_MS - 2 * LATE_MS)
        time.sleep_ms(2 * LATE_MS)  # holds the loop, so the task is late
        await t


_asyncio.measure(True)
asyncio.run(main())
_asyncio.measure(False)
figures = _asyncio.measured()
mean = figures.lag_mean_us * figures.turns // ROUNDS
good = figures.lag_worst_us == LATE_MS * 1000 and LATE_MS * 990 <= mean <= LATE_MS * 1010
print("worst", figures.lag_worst_us, "each time", mean)
sys.exit(0 if good else 1)
