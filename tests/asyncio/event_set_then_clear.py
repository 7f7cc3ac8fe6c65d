# A waiter that set() has scheduled wakes even if the event is cleared before the waiter runs.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def waiter(ev):
    print(await ev.wait(), ev.is_set())


async def main():
    ev = asyncio.Event()
    t = asyncio.create_task(waiter(ev))
    await asyncio.sleep_ms(0)
    ev.set()
    ev.clear()
    await t
    print(ev.is_set())


asyncio.run(main())
