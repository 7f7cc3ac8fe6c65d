# A thread that has a callback scheduled while the loop sleeps: what the callback pushes runs soon, and does
# not wait out the sleep that the loop had begun.

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
    import _thread

    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def callback(_):
    ev.set()


def thread():
    time.sleep_ms(30)
    micropython.schedule(callback, None)


async def sleeper():
    await asyncio.sleep_ms(5000)


async def main():
    global ev
    ev = asyncio.Event()
    t = asyncio.create_task(sleeper())
    t0 = time.ticks_ms()
    _thread.start_new_thread(thread, ())
    print(await ev.wait(), time.ticks_diff(time.ticks_ms(), t0) < 3000)
    t.cancel()


asyncio.run(main())
