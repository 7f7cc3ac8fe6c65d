# A task that pushed itself and then sleeps is queued once: the sleep's own push passes over it.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    core._task_queue.push(core.cur_task)
    await asyncio.sleep_ms(0)
    print("one")
    core._task_queue.push(core.cur_task)
    await asyncio.sleep_ms(1)
    print("two")
    await asyncio.sleep_ms(1)
    print("three", core._task_queue.peek())


asyncio.run(main())
