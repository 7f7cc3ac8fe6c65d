# What a refused run was given, and what a run that was left has held, is garbage.

try:
    import asyncio
    import gc
    from asyncio import core

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

SIZE = 1500
loop = asyncio.get_event_loop()


async def holds(block):
    await asyncio.sleep_ms(0)
    return block


async def raises(er):
    await asyncio.sleep_ms(0)
    raise er


# Overwrites what is left on the stack of the calls before.
def scrub(n):
    a = b = c = d = None
    return scrub(n - 1) if n else (a, b, c, d)


def collected():
    scrub(8)
    gc.collect()
    scrub(8)
    gc.collect()
    return gc.mem_alloc()


def refused(way, size):
    try:
        way(holds(bytearray(size)))
        print("no error")
    except RuntimeError:
        pass


async def main():
    for way in (asyncio.run, loop.run_until_complete):
        refused(way, 10)
        before = collected()
        refused(way, SIZE)
        print(collected() - before < SIZE // 2)


def left(er):
    try:
        asyncio.run(raises(er))
    except BaseException:
        pass


print(asyncio.run(main()) is None)
for kind in (ValueError, asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
    left(kind(bytearray(10)))
    before = collected()
    left(kind(bytearray(SIZE)))
    print(kind.__name__, collected() - before < SIZE // 2)
for way in (asyncio.run, loop.run_until_complete):
    way(holds(bytearray(10)))
    before = collected()
    way(holds(bytearray(SIZE)))
    print("returned", collected() - before < SIZE // 2)
