# ThreadSafeFlag.set() from a scheduled callback wakes the waiter, with nothing else to run.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import micropython

try:
    micropython.schedule
except AttributeError:
    print("SKIP")
    raise SystemExit


async def main():
    flag = asyncio.ThreadSafeFlag()
    for i in range(3):
        micropython.schedule(lambda _: flag.set(), None)
        await flag.wait()
        print("woke", i)


asyncio.run(main())
