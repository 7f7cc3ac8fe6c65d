# A task of a flag's wait() gives None, whatever the task gave that ended before it; so does one of a coroutine that has ended.

try:
    import asyncio
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def gives(value):
    return value


async def after(value, coro):
    task = asyncio.create_task(gives(value))
    other = asyncio.create_task(coro)
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    return await task, await other


async def main():
    # The first calls are how the library learns of its functions.
    flag = asyncio.ThreadSafeFlag()
    for turn in range(3):
        flag.set()
        print(await after(turn, flag.wait()))
    event = asyncio.Event()
    event.set()
    for turn in range(3):
        coro = event.wait()
        try:
            coro.send(None)
        except StopIteration as er:
            print("ended", er.value)
        print(await after(turn, coro))


asyncio.run(main())
