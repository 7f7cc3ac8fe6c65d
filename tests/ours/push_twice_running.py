# A second push of a parked task within a running loop is a RuntimeError in the task that made it; the
# parked task wakes once.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


def park():
    yield


async def job():
    for i in range(2):
        await park()
        print("woke", i)


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    core._task_queue.push(t)
    try:
        core._task_queue.push(t)
        print("no error")
    except RuntimeError:
        print("RuntimeError")
    for _ in range(3):
        await asyncio.sleep_ms(0)
    print(t.done())
    core._task_queue.push(t)
    await t


asyncio.run(main())
