# Tasks due at the same time run in the order in which they were scheduled.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    for i in range(3):
        print(n, i)
        await asyncio.sleep_ms(0)


async def main():
    ts = [asyncio.create_task(job(n)) for n in range(5)]
    for t in ts:
        await t


asyncio.run(main())
