# IOQueue.wait_io_event() called from outside schedules the task of a stream that is ready, and waits as long as none is.

try:
    import asyncio
    import io
    import select
    import time
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main():
    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(0)
    core._io_queue.wait_io_event(0)
    print(len(core._io_queue.map), core._task_queue.peek())
    begin = time.ticks_ms()
    core._io_queue.wait_io_event(30)
    print(time.ticks_diff(time.ticks_ms(), begin) >= 29)
    flag.set()
    core._io_queue.wait_io_event(0)
    print(len(core._io_queue.map), core._task_queue.peek() is t)
    await t


asyncio.run(main())
