# A negative sleep is a sleep of zero: the task goes behind those that are ready.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(t):
    print("start", t)
    await asyncio.sleep_ms(t)
    print("end", t)


async def main():
    ts = [asyncio.create_task(job(t)) for t in (-1, 0, -100000)]
    for t in ts:
        await t
    await asyncio.sleep(-1)
    await asyncio.sleep_ms(-(1 << 80))
    print("end")


asyncio.run(main())
