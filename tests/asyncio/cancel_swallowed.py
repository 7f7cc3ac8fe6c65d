# A task that swallows its cancellation runs on, and may return a value.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError:
        print("swallowed", asyncio.current_task().data)
    await asyncio.sleep_ms(1)
    return "value"


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    t.cancel()
    print(await t)


asyncio.run(main())
