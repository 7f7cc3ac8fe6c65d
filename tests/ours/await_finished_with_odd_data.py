# Awaiting a finished task whose data is no exception is a RuntimeError or a TypeError.
# https://github.com/micropython/micropython/issues/8929

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def main():
    t = asyncio.create_task(job())
    await t
    for data in (None, 1, "abc", [], object(), main, t, core._task_queue):
        t.data = data
        try:
            await t
            print("no error", data)
        except (RuntimeError, TypeError):
            print("refused")
    # An exception's class will do, as in raise.
    t.data = ValueError
    try:
        await t
    except (ValueError, RuntimeError, TypeError):
        print("raised")
    t.data = StopIteration("again")
    print(await t)
    # A task that never ran, declared finished.
    t = core.Task(job())
    t.state = None
    try:
        await t
        print("no error")
    except (RuntimeError, TypeError):
        print("refused")


asyncio.run(main())
