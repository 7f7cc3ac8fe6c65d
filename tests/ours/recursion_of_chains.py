# Long chains of wait_for() and gather() that begin each other end with an exception. (Stock crashes in the run after it.)

try:
    import asyncio
    from asyncio import core

    asyncio.wait_for
except ImportError:
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


def chain(what, link):
    # Of more and more links, until the C stack or the heap is full.
    n = 64
    try:
        while n < 1 << 20:
            end = nothing()
            for _ in range(n):
                end = link(end)
            try:
                end.send(None)
            except StopIteration:
                pass
            n *= 2
        print(what, "too short")
    except (RuntimeError, MemoryError):
        print(what, "ended")


async def main():
    await asyncio.wait_for(nothing(), 1)
    await asyncio.gather(nothing())
    task = asyncio.create_task(nothing())
    await task
    chain("sleep", lambda end: asyncio.wait_for(task, 1, {1: end}.get))
    chain("next", lambda end: asyncio.wait_for(task, end, next))
    promote, core._promote_to_task = core._promote_to_task, next
    chain("gather", asyncio.gather)
    chain("promoted", lambda end: asyncio.wait_for(end, 1))
    core._promote_to_task = promote


asyncio.run(main())
asyncio.run(nothing())
print("end")
