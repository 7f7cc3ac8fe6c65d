# Two tasks of a gather() fail before the task that gathers runs again: it gets the exception that came first.

try:
    import asyncio

    asyncio.gather
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


async def fails(name, before, after):
    await before.wait()
    after.set()
    raise ValueError(name)


async def main():
    # The first call is how the library learns of its functions.
    await asyncio.gather(nothing())
    for order in ("ab", "ba"):
        first, second, last = [asyncio.Event() for _ in range(3)]
        tasks = {}
        tasks[order[0]] = asyncio.create_task(fails(order[0], first, second))
        tasks[order[1]] = asyncio.create_task(fails(order[1], second, last))
        await asyncio.sleep_ms(0)
        first.set()
        try:
            await asyncio.gather(tasks["a"], tasks["b"])
        except ValueError as er:
            print(er, tasks["a"].done(), tasks["b"].done())


asyncio.run(main())
