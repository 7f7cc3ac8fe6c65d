# That a stream wakes a task is recorded, with io_first too, whether something else is ready or not.
try:
    import _asyncio, asyncio
    _asyncio.recorded
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import time
from asyncio import core


async def busy():
    for _ in range(4):
        time.sleep_ms(2)  # so that the streams are polled before each turn
        await asyncio.sleep_ms(0)


async def nothing():
    pass


async def waits(flag):
    await flag.wait()


async def main(beside):
    flag = asyncio.ThreadSafeFlag()
    task = asyncio.create_task(waits(flag))
    await asyncio.sleep_ms(0)
    other = asyncio.create_task(busy() if beside else nothing())
    flag.set()
    await other
    await task


for first in (False, True):
    core._io_queue.io_first = first
    for beside in (False, True):
        _asyncio.record(True)
        asyncio.run(main(beside))
        print([step[3] for step in _asyncio.recorded() if step[2] == "waits"])
_asyncio.record(False)
core._io_queue.io_first = False
