# A task that pushed itself and then sleeps: the sleep is refused with a RuntimeError, or passes over the push,
# which then is what wakes the task. It is queued once either way.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    for ms in (0, 1, 5):
        core._task_queue.push(core.cur_task)
        try:
            await asyncio.sleep_ms(ms)
        except RuntimeError:
            core._task_queue.remove(core.cur_task)
        print(ms, core._task_queue.peek())
    t0 = core.ticks()
    await asyncio.sleep_ms(20)
    print(core.ticks_diff(core.ticks(), t0) >= 20, core._task_queue.peek())


asyncio.run(main())
