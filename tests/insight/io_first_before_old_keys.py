# With io_first a woken task runs before one that is due for days, too.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import time
from asyncio import core


async def waits(flag):
    await flag.wait()
    order.append("woken")


def parks():
    yield
    order.append("due")


async def main():
    flag = asyncio.ThreadSafeFlag()
    tasks = [asyncio.create_task(waits(flag)), asyncio.create_task(parks())]
    await asyncio.sleep_ms(0)
    core._io_queue.io_first = True
    core._task_queue.push(tasks[1], time.ticks_add(core.ticks(), 100000 - HALF))
    flag.set()
    core._io_queue.wait_io_event(0)
    for task in tasks:
        await task
    core._io_queue.io_first = False


HALF = (time.ticks_add(0, -1) + 1) // 2
order = []
asyncio.run(main())
print(order)
