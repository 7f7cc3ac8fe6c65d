# What the main task raises leaves run(), and the task is done.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class MyError(Exception):
    pass


async def bad(exc):
    global task
    task = asyncio.current_task()
    await asyncio.sleep_ms(0)
    raise exc


for exc in (MyError("a", 1), OSError(2), asyncio.CancelledError(), asyncio.TimeoutError()):
    try:
        asyncio.run(bad(exc))
    except BaseException as er:
        print(type(er).__name__, er is exc, er.args, task.done(), task.state)
