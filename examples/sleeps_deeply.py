# Between two deadlines the chip sleeps deeply: the loop calls back in place of its own wait, with the time that it has.
#
# It needs a firmware with insight (ASYNCIO_RS_INSIGHT=1). What loses no interrupt between the loop's look and the sleep differs by
# port: see docs/debugging.md, "It drains the battery".
import _asyncio
import asyncio
import time

try:
    from machine import lightsleep
except ImportError:
    lightsleep = None

MEASUREMENTS = 3  # to stop after; None: never
SHORTEST_MS = 20  # sleeping and waking cost time and current; below this the port's usual wait is the better one
LONGEST_MS = 5000  # so that a watchdog is fed


def sleep(ms):
    global slept_ms
    ms = LONGEST_MS if ms is None else min(ms, LONGEST_MS)
    if ms < SHORTEST_MS or not lightsleep:
        # A callback may return early: the loop looks again, and calls again.
        time.sleep_ms(min(ms, SHORTEST_MS))
    else:
        lightsleep(ms)
    slept_ms += ms


async def measure():
    taken = 0
    while MEASUREMENTS is None or taken < MEASUREMENTS:
        taken += 1
        print("measurement", taken)
        await asyncio.sleep_ms(200)


async def main():
    if not hasattr(_asyncio, "on_idle"):
        print("this firmware has no on_idle: the port's usual wait")
        await measure()
        return
    _asyncio.on_idle(sleep)
    try:
        await measure()
    finally:
        _asyncio.on_idle(None)
    print("slept between measurements:", slept_ms > 0)


slept_ms = 0
asyncio.run(main())
