# Cancelling one of the tasks that wait for a task cancels that task, and all who wait for it see it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(100000)


async def waiter(t, n):
    try:
        await t
    except asyncio.CancelledError:
        print("waiter", n)


async def main():
    t = asyncio.create_task(job())
    ws = [asyncio.create_task(waiter(t, n)) for n in range(3)]
    await asyncio.sleep_ms(0)
    ws[1].cancel()
    for w in ws:
        await w
    print(t.done())


asyncio.run(main())
