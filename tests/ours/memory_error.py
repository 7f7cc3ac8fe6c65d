# A MemoryError in the loop's own doing, with the heap locked, is an exception like another: nothing is lost.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

import micropython

try:
    micropython.heap_lock
except AttributeError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(0)
    return n


async def waiter(t):
    return await t


async def main():
    t = asyncio.create_task(job(1))
    r = None
    micropython.heap_lock()
    try:
        # This needs a queue for those who wait.
        iter(t)
    except MemoryError:
        r = "MemoryError"
    micropython.heap_unlock()
    print(r == "MemoryError" or r is None)
    print(await t)
    c = job(2)
    micropython.heap_lock()
    try:
        asyncio.create_task(c)
        r = "no error"
    except MemoryError:
        r = "MemoryError"
    micropython.heap_unlock()
    print(r)
    print(await asyncio.create_task(c))
    print(core._task_queue.peek())


asyncio.run(main())
