# After a reset nothing of what there was before is left, and asyncio works.
import gc

import _asyncio

problems = []


def check(good, what):
    if not good:
        problems.append(what)


# No core is known before one is imported.
for f in (_asyncio.run_until_complete, lambda: _asyncio.Task(None).cancel()):
    try:
        f()
        check(False, "a core was known")
    except RuntimeError:
        pass

# All memory that the last program had is used for something else; who writes to an object of then is found out.
PATTERN = b"\xa5" * 1000
blocks = []
spare = bytearray(1000)
try:
    while True:
        blocks.append(bytearray(PATTERN))
except MemoryError:
    pass
del spare
gc.collect()
for i in range(0, len(blocks), 2):
    blocks[i] = b""
gc.collect()

import asyncio
import io
import time

from asyncio import core

try:
    import _faults

    wrong = _faults.check(core._task_queue, core._io_queue)
    check(wrong is None, wrong)
except ImportError:
    pass  # not the firmware with the injector
check(core.cur_task is None, "cur_task is {}".format(core.cur_task))
check(core._task_queue.peek() is None, "the run queue is not empty")
check(not core._io_queue.map, "the IOQueue has a stream")
check(core._exc_context == {"message": "Task exception wasn't retrieved", "exception": None, "future": None}, "context")
check(core.Loop._exc_handler is None, "there is an exception handler")


class Ready(io.IOBase):
    def ioctl(self, request, argument):
        return argument if request == 3 else 0

    def read(self, n):
        return b"x"


async def sleeper(ms, done):
    await asyncio.sleep_ms(ms)
    done.append(ms)


async def main():
    done = []
    event = asyncio.Event()
    waiter = asyncio.create_task(event.wait())
    start = time.ticks_ms()
    await asyncio.gather(*[sleeper(ms, done) for ms in (20, 5, 10, 0)])
    check(time.ticks_diff(time.ticks_ms(), start) >= 20, "a sleep was short")
    check(done == [0, 5, 10, 20], "sleeps ended as {}".format(done))
    check(await asyncio.StreamReader(Ready()).read(1) == b"x", "a stream")
    check(not waiter.done(), "a task ran that nobody woke")
    event.set()
    check(await waiter is True, "an event")
    try:
        await asyncio.wait_for_ms(sleeper(1000, done), 5)
        check(False, "a timeout")
    except asyncio.TimeoutError:
        pass
    return core.cur_task


main_task = asyncio.run(main())
check(main_task.done() and core._task_queue.peek() is None, "a task was left over")
check(all(block in (PATTERN, b"") for block in blocks), "foreign memory was written to")
check("rs" in _asyncio.__version__, "not this project's module")
print("problems", problems)
del blocks
gc.collect()
