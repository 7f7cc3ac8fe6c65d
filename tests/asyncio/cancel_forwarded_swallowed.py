# A cancel forwarded to a task that swallows it does not cancel the one who waits for it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def last():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError:
        print("swallowed")
    return "value"


async def link(t):
    print("link", await t)


async def main():
    t = asyncio.create_task(last())
    t2 = asyncio.create_task(link(t))
    await asyncio.sleep_ms(0)
    t2.cancel()
    await t2
    print(t.done(), t2.done())


asyncio.run(main())
