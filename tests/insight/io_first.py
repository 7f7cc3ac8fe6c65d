# With io_first those that a flag wakes run before those that are ready.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import time
from asyncio import core


async def busy(name):
    for _ in range(4):
        order.append(name)
        time.sleep_ms(2)  # so that the streams are polled before each turn
        await asyncio.sleep_ms(0)


async def waits(name, flag):
    await flag.wait()
    order.append(name)


async def main():
    flags = [asyncio.ThreadSafeFlag() for _ in range(2)]
    tasks = [asyncio.create_task(waits("FG"[i], flags[i])) for i in range(2)]
    await asyncio.sleep_ms(0)
    tasks += [asyncio.create_task(busy(str(i))) for i in range(4)]
    for flag in flags:
        flag.set()
    time.sleep_ms(2)
    await asyncio.sleep_ms(5)
    for task in tasks:
        await task


print(core._io_queue.io_first)
for first in (False, True):
    order = []
    core._io_queue.io_first = first
    asyncio.run(main())
    # The two are woken together, in whichever order.
    print("".join(order).replace("GF", "FG"))
core._io_queue.io_first = 0
print(core._io_queue.io_first)
try:
    core._io_queue.other = 1
except AttributeError:
    print("AttributeError")
