# What wait_for(), gather(), a task or a run gave is garbage once nobody holds it, whatever the loop does then.

try:
    import asyncio
    import gc

    import sys

    gc.mem_alloc
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

# The collector takes what lies on the stack for references. On unix it is known how to overwrite that; on a board some of it
# keeps garbage alive by chance, on stock as well.
if sys.platform != "linux":
    print("SKIP")
    raise SystemExit

SIZE = 3000


async def block():
    await asyncio.sleep_ms(0)
    return bytearray(SIZE)


async def bad():
    await asyncio.sleep_ms(0)
    raise ValueError(bytearray(SIZE))


async def small():
    await asyncio.sleep_ms(0)


async def large():
    a = b = c = d = e = f = g = h = None
    await asyncio.sleep_ms(0)
    return a, b, c, d, e, f, g, h


async def by_wait_for():
    await asyncio.wait_for(block(), 1)


async def by_gather():
    await asyncio.gather(block(), small())


async def by_gather_last():
    await asyncio.gather(small(), block())


async def by_task():
    await asyncio.create_task(block())


async def by_exception():
    try:
        await asyncio.wait_for(bad(), 1)
    except ValueError:
        pass


async def by_gathered_exception():
    await asyncio.gather(bad(), bad(), return_exceptions=True)


async def by_timeout():
    try:
        await asyncio.wait_for_ms(holder(bytearray(SIZE)), 1)
    except asyncio.TimeoutError:
        pass


async def by_cancel():
    t = asyncio.create_task(holder(bytearray(SIZE)))
    await asyncio.sleep_ms(0)
    t.cancel()
    await asyncio.sleep_ms(0)


async def by_cancel_before_start():
    asyncio.create_task(holder(bytearray(SIZE))).cancel()
    await asyncio.sleep_ms(0)


async def holder(value):
    await asyncio.sleep_ms(1000)
    return value


# Overwrites what the calls before have left on the stack. Parts of a frame are never written, so frames of several sizes come there.
def scrub(n):
    a = b = c = d = None
    return wide(n - 1) if n else (a, b, c, d)


def wide(n):
    a = b = c = d = e = f = g = h = i = None
    return odd(n - 1) if n else (a, b, c, d, e, f, g, h, i)


def odd(n):
    a = None
    return scrub(n - 1) if n else a


async def main():
    for f in (
        by_wait_for,
        by_gather,
        by_gather_last,
        by_task,
        by_exception,
        by_gathered_exception,
        by_timeout,
        by_cancel,
        by_cancel_before_start,
    ):
        # Once before, for what is loaded or made then; what that kept, other results take the place of.
        await f()
        await asyncio.wait_for(small(), 1)
        await asyncio.gather(small(), small())
        before = await used()
        await f()
        for _ in range(3):
            await asyncio.create_task(small())
        print(f.__name__, await used() - before < SIZE // 2)


# The least that is in use after what is on the stack has been overwritten in several ways.
async def used():
    least = []
    for first in (scrub, wide, odd):
        await asyncio.create_task(small())
        await asyncio.create_task(large())
        first(20)
        gc.collect()
        least.append(gc.mem_alloc())
    return min(least)


asyncio.run(main())
