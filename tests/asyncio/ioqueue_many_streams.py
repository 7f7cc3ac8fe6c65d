# Many streams at once: every waiter wakes once, whatever the order of the events.

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


async def waiter(n, flag):
    await flag.wait()
    woke.append(n)


async def main():
    global woke
    woke = []
    flags = [asyncio.ThreadSafeFlag() for _ in range(12)]
    ts = [asyncio.create_task(waiter(n, f)) for n, f in enumerate(flags)]
    await asyncio.sleep_ms(0)
    print(len(core._io_queue.map))
    for n in (5, 0, 11, 7):
        flags[n].set()
        for _ in range(20):
            await asyncio.sleep_ms(0)
    print(woke, len(core._io_queue.map))
    for t in ts[1:5]:
        t.cancel()
    for f in flags[6:11]:
        f.set()
    for _ in range(20):
        await asyncio.sleep_ms(0)
    print(sorted(woke), len(core._io_queue.map))


asyncio.run(main())
