# A long chain of wait_for() that have each other as sleep ends with an exception. (Stock crashes in the run after it.)

try:
    import asyncio

    asyncio.wait_for
except ImportError:
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


async def main():
    await asyncio.wait_for(nothing(), 1)
    task = asyncio.create_task(nothing())
    await task
    # Of more and more links, until the C stack or the heap is full.
    n = 64
    try:
        while n < 1 << 20:
            end = nothing()
            for _ in range(n):
                end = asyncio.wait_for(task, 1, {1: end}.get)
            try:
                end.send(None)
            except StopIteration:
                pass
            n *= 2
        print("too short")
    except (RuntimeError, MemoryError):
        print("ended")


asyncio.run(main())
asyncio.run(nothing())
print("end")
