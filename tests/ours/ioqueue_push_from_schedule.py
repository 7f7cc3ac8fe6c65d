# A scheduled callback that pushes a task while the loop is idle: the task runs soon, and does not wait out
# the sleep that the loop had begun.
# https://github.com/micropython/micropython/issues/6415
# https://github.com/micropython/micropython/issues/5795

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

import micropython
import time

try:
    micropython.schedule
except AttributeError:
    print("SKIP")
    raise SystemExit


async def job():
    print("job")
    return "value"


def callback(end):
    # Come back until the loop has been idle for a while.
    if time.ticks_diff(end, time.ticks_ms()) > 0:
        micropython.schedule(callback, end)
    else:
        asyncio.create_task(job())
        ev.set()


async def on_event():
    await ev.wait()
    print("event")


async def main():
    global ev
    ev = asyncio.Event()
    t = asyncio.create_task(on_event())
    micropython.schedule(callback, time.ticks_add(time.ticks_ms(), 20))
    t0 = time.ticks_ms()
    sleeper = asyncio.create_task(asyncio.wait_for_ms(asyncio.Event().wait(), 4000))
    await t
    print(time.ticks_diff(time.ticks_ms(), t0) < 2000, sleeper.done())
    sleeper.cancel()


asyncio.run(main())
