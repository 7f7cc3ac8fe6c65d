# A sleep that is over, awaited again, does not crash and does not sleep again.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    s = asyncio.sleep_ms(1)
    await s
    try:
        await s
    except RuntimeError:
        pass
    await asyncio.sleep_ms(1)
    print("end")


asyncio.run(main())
