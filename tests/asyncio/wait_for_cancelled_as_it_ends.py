# A wait_for() cancelled just as its coroutine ends is cancelled, after any number of turns.
# https://github.com/micropython/micropython/issues/8717

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def inner(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)
    return "value"


async def waiter(n):
    r = await asyncio.wait_for_ms(inner(n), 100000)
    await asyncio.sleep_ms(100000)
    print("not reached", r)


async def main():
    for n in range(3):
        for turns in range(6):
            t = asyncio.create_task(waiter(n))
            for _ in range(turns):
                await asyncio.sleep_ms(0)
            r = [t.done(), t.cancel()]
            try:
                await t
            except asyncio.CancelledError as er:
                r.append("CancelledError")
                r.append(er.args)
            print(n, turns, r)


asyncio.run(main())
