# sleep_ms() cuts a negative float off at 0, and sleep() rounds toward 0.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    await asyncio.sleep_ms(-0.5)
    await asyncio.sleep_ms(-1.5)
    await asyncio.sleep(-0.0001)
    await asyncio.sleep(0.0001)
    print("end")


asyncio.run(main())
