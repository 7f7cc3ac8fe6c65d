# A task that awaits itself, alone or by way of another one, can be cancelled from outside: a RuntimeError,
# and the loop goes on.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def wait_self():
    await asyncio.current_task()


async def wait_other(n):
    await ts[n]


async def main():
    global ts
    t = asyncio.create_task(wait_self())
    ts = []
    ts.append(asyncio.create_task(wait_other(1)))
    ts.append(asyncio.create_task(wait_other(0)))
    for _ in range(3):
        await asyncio.sleep_ms(0)
    for t in (t, ts[0], ts[1]):
        if t.done():
            print("refused")
            continue
        try:
            t.cancel()
            print("no error")
        except RuntimeError:
            print("RuntimeError")
    await asyncio.sleep_ms(1)
    print("goes on")


asyncio.run(main())
