# A program pushes a task that waits for a stream, and then the stream is ready: the task wakes once.

try:
    import asyncio
    import io
    import select
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def waiter(flag):
    yield core._io_queue.queue_read(flag)
    t0 = core.ticks()
    await asyncio.sleep_ms(20)
    print("slept", core.ticks_diff(core.ticks(), t0) >= 20)


async def main():
    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(waiter(flag))
    await asyncio.sleep_ms(1)
    flag.set()
    core._task_queue.push(t)
    await t
    # Whatever is left in the map is not woken for it any more.
    await asyncio.sleep_ms(2)
    flag.clear()
    t = asyncio.create_task(waiter(flag))
    await asyncio.sleep_ms(1)
    core._io_queue.wait_io_event(0)
    flag.set()
    await asyncio.wait_for_ms(t, 1000)
    print(core._io_queue.map)


asyncio.run(main())
