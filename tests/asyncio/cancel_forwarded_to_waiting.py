# A cancel forwarded to a task that waits for an event takes it from the event's queue.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def waiter(ev, n):
    try:
        await ev.wait()
        print("woke", n)
    except asyncio.CancelledError as er:
        print("cancelled", n)
        raise er


async def link(t):
    await t


async def main():
    ev = asyncio.Event()
    ts = [asyncio.create_task(waiter(ev, n)) for n in range(3)]
    t = asyncio.create_task(link(ts[1]))
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")
    ev.set()
    await asyncio.sleep_ms(0)
    print([t.done() for t in ts])


asyncio.run(main())
