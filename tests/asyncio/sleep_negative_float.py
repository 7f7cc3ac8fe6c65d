# sleep_ms() cuts a negative float off at 0, and sleep() rounds toward 0.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def sleeps(name, ms):
    for _ in range(3):
        await asyncio.sleep_ms(ms)
        print(name, end=" ")


async def main():
    # As long as one of 0: they take turns.
    tasks = [asyncio.create_task(sleeps(ms, ms)) for ms in (-1.5, 0, -1)]
    for task in tasks:
        await task
    print()
    await asyncio.sleep_ms(-0.5)
    await asyncio.sleep_ms(-1.5)
    await asyncio.sleep(-0.0001)
    await asyncio.sleep(0.0001)
    print("end")


asyncio.run(main())
