# Sleeping tasks can be cancelled in any order, and the rest wake in order.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    try:
        await asyncio.sleep_ms(1000 + n * 10)
    except asyncio.CancelledError:
        order.append(n)


async def main():
    global order
    order = []
    ts = [asyncio.create_task(job(n)) for n in range(20)]
    await asyncio.sleep_ms(0)
    for n in (3, 19, 0, 7, 12, 1, 18):
        ts[n].cancel()
    await asyncio.sleep_ms(0)
    print(order)
    order = []
    for n in range(19, -1, -1):
        ts[n].cancel()
    await asyncio.sleep_ms(0)
    print(order)
    print(all(t.done() for t in ts))


asyncio.run(main())
