# sleep(): seconds, whole or not, cut down to milliseconds; it does not end early.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    for t, ms in ((0, 0), (0.002, 2), (0.0029, 2), (0.0004, 0), (-1, 0), (-0.5, 0)):
        t0 = core.ticks()
        print(await asyncio.sleep(t), core.ticks_diff(core.ticks(), t0) >= ms)
    t0 = core.ticks()
    await asyncio.sleep(t=0.003)
    print(core.ticks_diff(core.ticks(), t0) >= 3)


asyncio.run(main())
