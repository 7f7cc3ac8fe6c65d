# _asyncio that is taken out of the loaded modules and imported afresh inside a run, in its own thread and in another, leaves
# the run as it is: it goes on, and another one in it is still refused. Outside of a run it starts afresh.

try:
    import asyncio
    import sys
    import time
except ImportError:
    print("SKIP")
    raise SystemExit

try:
    import _thread
except ImportError:
    _thread = None


def afresh():
    sys.modules.pop("_asyncio", None)
    import _asyncio

    return _asyncio


def in_thread():
    afresh()
    done.append(True)


async def job():
    await asyncio.sleep_ms(1)
    return "value"


async def main():
    task = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    # The run that is under way is still there.
    afresh()
    print(asyncio.current_task() is not None)
    coro = job()
    try:
        asyncio.run(coro)
    except RuntimeError as er:
        print(er)
    coro.close()
    if _thread is None:
        done.append(True)
    else:
        _thread.start_new_thread(in_thread, ())
    while not done:
        await asyncio.sleep_ms(1)
    coro = job()
    try:
        asyncio.run(coro)
    except RuntimeError as er:
        print(er)
    coro.close()
    return await task


done = []
print(asyncio.run(main()))
# Before the run, but with a claim on it.
promote = asyncio.core.create_task


def runs_in_thread():
    coro = job()
    try:
        asyncio.core.run_until_complete(asyncio.core.Task(coro))
    except RuntimeError as er:
        print(er)
    done.append(True)


def create_task(coro):
    afresh()
    if _thread is None:
        print("event loop is running")
    else:
        del done[:]
        _thread.start_new_thread(runs_in_thread, ())
        while not done:
            time.sleep_ms(1)
    return promote(coro)


asyncio.core.create_task = create_task
try:
    print(asyncio.run(job()))
except RuntimeError as er:
    print(er)
asyncio.core.create_task = promote
_asyncio = afresh()
print(_asyncio.adopted())
print(asyncio.run(job()))
