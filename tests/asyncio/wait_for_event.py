# wait_for() around Event.wait(): in time, and not in time; the event's queue is left clean.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def setter(ev):
    await asyncio.sleep_ms(1)
    ev.set()


async def main():
    ev = asyncio.Event()
    try:
        await asyncio.wait_for_ms(ev.wait(), 2)
    except asyncio.TimeoutError:
        print("TimeoutError", ev.waiting.peek())
    t = asyncio.create_task(setter(ev))
    print(await asyncio.wait_for_ms(ev.wait(), 100000))
    await t


asyncio.run(main())
