# A task cancelled in ThreadSafeFlag.wait() is off the I/O queue, and another can wait after it.

try:
    import asyncio
    import io
    import select
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def waiter(flag, n):
    try:
        await flag.wait()
        print("woke", n)
    except asyncio.CancelledError:
        print("cancelled", n)


async def main():
    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(waiter(flag, 0))
    await asyncio.sleep_ms(0)
    print(len(core._io_queue.map))
    t.cancel()
    await t
    print(len(core._io_queue.map))
    t = asyncio.create_task(waiter(flag, 1))
    await asyncio.sleep_ms(0)
    flag.set()
    await t
    print(len(core._io_queue.map))


asyncio.run(main())
