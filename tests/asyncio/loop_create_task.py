# Loop.create_task() makes a task that runs on its own and can be awaited.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    print("job", n)
    return n * 2


async def main():
    loop = asyncio.get_event_loop()
    t = loop.create_task(job(1))
    print("created", isinstance(t, asyncio.Task))
    print(await t)
    print(await loop.create_task(job(2)))


asyncio.run(main())
