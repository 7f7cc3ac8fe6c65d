# ThreadSafeFlag: set() wakes the waiter, wait() clears it, clear() forgets a set().

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def waiter(flag, n):
    for i in range(n):
        await flag.wait()
        print("woke", i)


async def main():
    flag = asyncio.ThreadSafeFlag()
    # Set before the wait: no waiting, and it is cleared.
    flag.set()
    await flag.wait()
    t = asyncio.create_task(waiter(flag, 2))
    for _ in range(3):
        await asyncio.sleep_ms(0)
    for i in range(2):
        print("set", i)
        flag.set()
        for _ in range(20):
            await asyncio.sleep_ms(0)
    print(t.done())
    # Forgotten.
    flag.set()
    flag.clear()
    try:
        await asyncio.wait_for_ms(flag.wait(), 2)
    except asyncio.TimeoutError:
        print("TimeoutError")
    # Two sets are one.
    flag.set()
    flag.set()
    await flag.wait()
    try:
        await asyncio.wait_for_ms(flag.wait(), 2)
    except asyncio.TimeoutError:
        print("TimeoutError")


asyncio.run(main())
