# core._task_queue replaced while the loop runs: the next turn takes from the new queue.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    print("job", n)
    await asyncio.sleep_ms(0)
    print("job goes on", n)


async def main():
    old = core._task_queue
    asyncio.create_task(job(1))
    core._task_queue = core.TaskQueue()
    await asyncio.create_task(job(2))
    print("old still has its task", old.peek() is not None)
    core._task_queue.push(old.pop())
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)


asyncio.run(main())
