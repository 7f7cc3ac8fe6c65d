# gather() of a task that another one awaits is a RuntimeError; that task is not harmed.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(1)
    return "value"


async def waiter(t):
    return await t


async def main():
    t = asyncio.create_task(job())
    w = asyncio.create_task(waiter(t))
    await asyncio.sleep_ms(0)
    try:
        await asyncio.gather(t)
    except RuntimeError as er:
        print("RuntimeError", er)
    print(await w)


asyncio.run(main())
