# asyncio.run() in a scheduled callback while a loop runs is a RuntimeError there; the loop goes on. Between
# runs it is allowed.
# https://github.com/micropython/micropython/issues/15187

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


async def inner():
    print("inner")


def callback(_):
    global called
    called += 1
    try:
        asyncio.run(inner())
    except RuntimeError:
        print("RuntimeError")


async def main():
    # Once while tasks are ready, and once while the loop is idle.
    for ms in (0, 20):
        n = called
        micropython.schedule(callback, None)
        while called == n:
            await asyncio.sleep_ms(ms)
    return "value"


called = 0
print(asyncio.run(main()))
micropython.schedule(callback, None)
while called < 3:
    time.sleep_ms(1)
