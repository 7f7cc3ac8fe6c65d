# A task that waits in gather() is woken by the program itself, which loses what cancelled it: gather() has no results then,
# and raises a TypeError.

try:
    import asyncio
    import time
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def member(how):
    if how == "cancelled":
        print(gathering.cancel())
        # A member that was left over may come before it.
        core._task_queue.remove(gathering)
        core._task_queue.push(gathering, time.ticks_add(time.ticks_ms(), 1))
    elif how == "pushed":
        core._task_queue.push(gathering)
    await asyncio.sleep_ms(1)
    await asyncio.sleep_ms(1)
    return 7


async def gather(how, return_exceptions):
    try:
        print(await asyncio.gather(member(how), return_exceptions=return_exceptions))
    except TypeError as er:
        print("TypeError", er)


async def main():
    global gathering
    # The first call is how the library learns of gather().
    for how in ("no", "cancelled", "pushed", "cancelled", "pushed"):
        for return_exceptions in (False, True):
            gathering = asyncio.create_task(gather(how, return_exceptions))
            await gathering


asyncio.run(main())
