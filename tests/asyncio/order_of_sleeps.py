# Sleeping tasks wake in the order of their times, whatever the order in which they began to sleep.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(ms):
    await asyncio.sleep_ms(ms)
    print(ms)


async def main():
    ts = [asyncio.create_task(job(ms)) for ms in (300, 100, 200, 0, 400)]
    for t in ts:
        await t


asyncio.run(main())
