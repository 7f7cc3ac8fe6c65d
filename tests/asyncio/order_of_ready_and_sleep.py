# A task whose sleep is over waits its turn behind tasks that were due earlier.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

import time


async def job(n):
    print("job", n)


async def sleeper():
    await asyncio.sleep_ms(80)
    print("sleeper")


async def main():
    t = asyncio.create_task(sleeper())
    await asyncio.sleep_ms(0)
    # The sleep is not over: these are due before it.
    ts = [asyncio.create_task(job(n)) for n in range(2)]
    time.sleep_ms(120)
    # The sleep is over: these are due after it.
    ts += [asyncio.create_task(job(n)) for n in range(2, 4)]
    for t2 in ts:
        await t2
    await t


asyncio.run(main())
