# A cancel is forwarded along the chain of tasks that wait on each other: the last gets it first, and it
# comes back up.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def last():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError as er:
        print("last")
        raise er


async def link(t, n):
    try:
        await t
    except asyncio.CancelledError as er:
        print("link", n)
        raise er


async def main():
    ts = [asyncio.create_task(last())]
    for n in range(4):
        ts.append(asyncio.create_task(link(ts[-1], n)))
    await asyncio.sleep_ms(0)
    print(ts[-1].cancel())
    try:
        await ts[-1]
    except asyncio.CancelledError:
        print("main")
    print([t.done() for t in ts])


asyncio.run(main())
