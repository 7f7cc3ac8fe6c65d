# Awaiting a task gives its value, before and after it is done, to any number of tasks, any number of times.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(1)
    return [1]


async def waiter(t):
    return await t


async def main():
    t = asyncio.create_task(job())
    w = [asyncio.create_task(waiter(t)) for _ in range(3)]
    v = await t
    print(v)
    for t2 in w:
        print((await t2) is v)
    print((await t) is v, (await t) is v)


asyncio.run(main())
