# A task that is in no queue, and was last due in the future, can be cancelled without complaint.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError as er:
        print("cancelled")
        raise er


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    print(core._task_queue.pop() is t)
    print(t.cancel())
    await asyncio.sleep_ms(1)
    print(t.done())


asyncio.run(main())
