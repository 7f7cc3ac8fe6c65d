# Two sleeps created before either is awaited: each lasts its own time, in either order.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    for order in ((0, 1), (1, 0)):
        t0 = core.ticks()
        s = (asyncio.sleep_ms(0), asyncio.sleep_ms(150))
        for n in order:
            await s[n]
            late = core.ticks_diff(core.ticks(), t0) >= 150
            print(n, late)
    # One that is never awaited does no harm.
    asyncio.sleep_ms(100000)
    await asyncio.sleep_ms(1)
    s = asyncio.sleep_ms(100000)
    await asyncio.sleep_ms(1)
    print("end")


asyncio.run(main())
