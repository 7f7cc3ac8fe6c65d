# sleep_ms(): milliseconds; it does not end early, and the value of the await is None.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    for t in (0, 1, 2, 5, True, False):
        t0 = core.ticks()
        print(await asyncio.sleep_ms(t), core.ticks_diff(core.ticks(), t0) >= t)
    t0 = core.ticks()
    await asyncio.sleep_ms(t=3)
    print(core.ticks_diff(core.ticks(), t0) >= 3)


asyncio.run(main())
