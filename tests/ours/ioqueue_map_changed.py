# A program that changes core._io_queue.map by itself, or keeps its entries: nothing is misread.

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


async def waiter(flag):
    await flag.wait()
    return "woke"


async def main():
    flag = asyncio.ThreadSafeFlag()
    for change in (
        lambda m, k: m.pop(k),
        lambda m, k: m.clear(),
        lambda m, k: m[k].clear(),
        lambda m, k: m.update({k: None}),
        lambda m, k: m.update({k: [None, None, None]}),
        lambda m, k: m.update({k: [1, "abc", flag]}),
        lambda m, k: m.update({"abc": 1, 5: [1, 2, 3], None: ()}),
    ):
        t = asyncio.create_task(waiter(flag))
        await asyncio.sleep_ms(1)
        try:
            change(core._io_queue.map, id(flag))
        except Exception:
            pass
        flag.set()
        for _ in range(3):
            await asyncio.sleep_ms(1)
        t.cancel()


async def ok():
    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(waiter(flag))
    await asyncio.sleep_ms(1)
    flag.set()
    return await asyncio.wait_for_ms(t, 1000)


try:
    asyncio.run(main())
except Exception:
    pass
asyncio.new_event_loop()
print(asyncio.run(ok()), core._io_queue.map)
