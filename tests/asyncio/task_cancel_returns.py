# Task.cancel() returns True for a task that is not done, and False for one that is.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(1000)


async def main():
    t = asyncio.create_task(job())
    print(t.cancel())
    print(t.cancel())
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")
    print(t.cancel())


asyncio.run(main())
