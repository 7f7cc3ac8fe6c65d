# A task cancelled after Event.set() scheduled it, but before it ran, is cancelled.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def waiter(ev):
    try:
        await ev.wait()
        print("woke")
    except asyncio.CancelledError:
        print("cancelled")


async def main():
    ev = asyncio.Event()
    t = asyncio.create_task(waiter(ev))
    await asyncio.sleep_ms(0)
    ev.set()
    t.cancel()
    await t


asyncio.run(main())
