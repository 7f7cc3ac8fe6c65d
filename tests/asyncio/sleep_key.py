# A sleep of n milliseconds is scheduled n ticks after the moment of the call.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(ms):
    global before, after
    before = core.ticks()
    s = asyncio.sleep_ms(ms)
    after = core.ticks()
    await s


async def main():
    for ms in (0, 1, 10, 1000, 100000):
        t = asyncio.create_task(job(ms))
        await asyncio.sleep_ms(0)
        k = t.ph_key
        ok = core.ticks_diff(k, before) >= ms and core.ticks_diff(k, after) <= ms
        print(ms, ok)
        t.cancel()
        await asyncio.sleep_ms(0)


asyncio.run(main())
