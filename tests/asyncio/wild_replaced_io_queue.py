# A program may assign core._io_queue an object of its own: the loop reads its map and calls
# wait_io_event(dt) while it idles and while it is busy.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

import time


class IO:
    def __init__(self):
        self.map = {}
        self.calls = 0
        self.zero = 0

    def wait_io_event(self, dt):
        self.calls += 1
        if dt == 0:
            self.zero += 1
        if dt > 0:
            time.sleep_ms(dt)
        if self.map and self.calls > 10:
            core._task_queue.push(self.map.popitem()[1])


def wait(io):
    io.map[1] = core.cur_task
    yield


async def main(io):
    await asyncio.sleep_ms(5)
    for _ in range(3):
        await asyncio.sleep_ms(0)
    await wait(io)
    return "value"


saved = core._io_queue
io = core._io_queue = IO()
# A task that keeps the loop turning.


async def spin():
    for _ in range(20):
        await asyncio.sleep_ms(0)


asyncio.create_task(spin())
print(asyncio.run(main(io)))
print(io.calls > 10, io.zero > 3, io.map)
core._io_queue = saved
