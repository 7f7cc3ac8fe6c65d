# Every await of a task that raised raises the same exception.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad():
    await asyncio.sleep_ms(0)
    raise ValueError(1)


async def main():
    t = asyncio.create_task(bad())
    seen = []
    for _ in range(3):
        try:
            await t
        except ValueError as er:
            seen.append(er)
    print(len(seen), seen[0] is seen[1], seen[1] is seen[2])


asyncio.run(main())
