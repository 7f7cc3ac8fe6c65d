# Event.set() wakes every waiter, in the order in which they began to wait.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def waiter(ev, n):
    print("wait", n)
    print("woke", n, await ev.wait())


async def main():
    ev = asyncio.Event()
    ts = [asyncio.create_task(waiter(ev, n)) for n in range(4)]
    await asyncio.sleep_ms(0)
    print("set")
    ev.set()
    print("still here", ev.is_set())
    for t in ts:
        await t


asyncio.run(main())
