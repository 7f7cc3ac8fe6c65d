# What waits for streams survives garbage collections, held by nothing else.

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

import gc


async def waiter(n):
    flag = asyncio.ThreadSafeFlag()
    flags.append(flag)
    await flag.wait()
    woke.append(n)


def start():
    for n in range(6):
        asyncio.create_task(waiter(n))


async def main():
    start()
    for _ in range(3):
        await asyncio.sleep_ms(1)
        gc.collect()
        [[0] * 30 for _ in range(20)]
    for f in flags:
        f.set()
    flags.clear()
    for _ in range(20):
        await asyncio.sleep_ms(2)
        gc.collect()
    print(sorted(woke))


flags = []
woke = []
asyncio.run(main())
