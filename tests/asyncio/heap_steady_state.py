# Switching, sleeping, an event that fires and a lock: no allocation once started.

import micropython

try:
    import asyncio

    micropython.heap_lock

    @micropython.bytecode
    def f(x):
        x and f(x - 1)

    micropython.heap_lock()
    try:
        f(1)
    finally:
        micropython.heap_unlock()
except (ImportError, AttributeError, RuntimeError, MemoryError):
    print("SKIP")
    raise SystemExit


async def job(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def main():
    t1 = asyncio.create_task(job(20))
    t2 = asyncio.create_task(job(30))
    await asyncio.sleep_ms(0)
    micropython.heap_lock()
    for _ in range(10):
        await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(1)
    micropython.heap_unlock()
    await t1
    await t2
    print("done")


asyncio.run(main())
