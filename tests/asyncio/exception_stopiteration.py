# StopIteration raised in a coroutine is a RuntimeError, in the main task and in another one.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad():
    raise StopIteration(1)


async def main():
    t = asyncio.create_task(bad())
    try:
        print(await t)
    except RuntimeError:
        print("RuntimeError in task")


asyncio.run(main())
try:
    print(asyncio.run(bad()))
except RuntimeError:
    print("RuntimeError in main")
