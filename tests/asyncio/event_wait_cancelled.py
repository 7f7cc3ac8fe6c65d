# A task cancelled in Event.wait() leaves the event's queue; the other waiters keep their places.

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


async def main():
    ev = asyncio.Event()
    ts = [asyncio.create_task(waiter(ev, n)) for n in range(4)]
    await asyncio.sleep_ms(0)
    print(ts[0].cancel(), ts[2].cancel())
    await asyncio.sleep_ms(0)
    print([t.done() for t in ts])
    ev.set()
    await asyncio.sleep_ms(0)
    print([t.done() for t in ts])


asyncio.run(main())
