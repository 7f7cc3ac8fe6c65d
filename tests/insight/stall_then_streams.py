# After the callback for a stall streams are polled before each turn: with io_first who waits for one that is ready runs before
# another task that the callback has made ready.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import time
from asyncio import core


async def forever():
    await asyncio.ThreadSafeFlag().wait()


async def spins():
    # Some milliseconds of many turns each, in which not every turn has a poll.
    task = asyncio.create_task(forever())
    begin = time.ticks_ms()
    while time.ticks_diff(time.ticks_ms(), begin) < 4:
        await asyncio.sleep_ms(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass


def readable(flag):
    yield core._io_queue.queue_read(flag)


async def reads(event, flag):
    await event.wait()
    await readable(flag)
    order.append("reads")


async def other(event):
    await event.wait()
    order.append("other")


def stalled():
    for event in events:
        event.set()
    # Into the next millisecond, whose first turns have a poll each.
    now = time.ticks_ms()
    while time.ticks_ms() == now:
        pass


async def main():
    flag = asyncio.ThreadSafeFlag()
    flag.set()
    tasks = [asyncio.create_task(reads(events[0], flag)), asyncio.create_task(other(events[1]))]
    await spins()
    for task in tasks:
        await task


core._io_queue.io_first = True
_asyncio.on_stall(stalled)
seen = set()
for _ in range(30):
    events = [asyncio.Event(), asyncio.Event()]
    order = []
    asyncio.run(main())
    seen.add(tuple(order))
_asyncio.on_stall(None)
core._io_queue.io_first = False
print(seen)
