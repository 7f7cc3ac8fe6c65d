# gather() of a task that has ended, whose data a program has made a class: it is no result, even if it is StopIteration.

try:
    import asyncio

    asyncio.gather
except ImportError:
    print("SKIP")
    raise SystemExit


async def nothing():
    return 5


async def main():
    print(await asyncio.gather(nothing()))
    for kind in (StopIteration, ValueError):
        for return_exceptions in (False, True):
            task = asyncio.create_task(nothing())
            await task
            task.data = kind
            try:
                print(await asyncio.gather(task, return_exceptions=return_exceptions))
            except Exception as er:
                print(repr(er))


asyncio.run(main())
