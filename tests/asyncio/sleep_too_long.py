# A sleep of more than half the tick period is an OverflowError; one after it works.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    for ms in (1 << 61, (1 << 62) - 1, 1 << 62, 1 << 80):
        try:
            await asyncio.sleep_ms(ms)
            print("no error")
        except OverflowError:
            print("OverflowError")
    try:
        await asyncio.sleep(1 << 70)
    except OverflowError:
        print("OverflowError")
    await asyncio.sleep_ms(1)
    print("end")


asyncio.run(main())
