# What a program puts into a waiting task's data is thrown into it only if it is true.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class Falsy(Exception):
    def __bool__(self):
        return False


async def job(n):
    try:
        await asyncio.sleep_ms(10)
        print(n, "slept")
    except BaseException as er:
        print(n, type(er).__name__)


async def main():
    data = (False, 0, "", [], Falsy(), ValueError(), asyncio.CancelledError)
    tasks = [asyncio.create_task(job(n)) for n in range(len(data))]
    await asyncio.sleep_ms(0)
    for task, value in zip(tasks, data):
        task.data = value
    for task in tasks:
        await task


asyncio.run(main())
