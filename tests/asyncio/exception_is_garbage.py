# An exception that ended a task is garbage once nobody holds it, before any other is raised.

try:
    import asyncio
    import gc
    import sys

    gc.mem_alloc
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

# As in result_is_garbage.py, it is known how to overwrite the stack on unix only.
if sys.platform != "linux":
    print("SKIP")
    raise SystemExit

SIZE = 200000


async def bad():
    await asyncio.sleep_ms(0)
    raise ValueError(bytearray(SIZE))


async def small():
    await asyncio.sleep_ms(0)


# Overwrites what the calls before have left on the stack.
def scrub(n):
    a = b = c = d = None
    return scrub(n - 1) if n else (a, b, c, d)


def used(depth):
    scrub(depth)
    gc.collect()
    return gc.mem_alloc()


async def main():
    await asyncio.gather(small())
    before = used(8)
    await asyncio.gather(bad(), small(), return_exceptions=True)
    for _ in range(5):
        await asyncio.create_task(small())
    print(any(used(depth) - before < SIZE // 2 for depth in (8, 20, 13, 30, 5)))


asyncio.run(main())
