# Calls that lack an argument, have one of an unknown name, or whose argument raises when it is looked at.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Odd:
    def __getattr__(self, name):
        raise ValueError(name)


async def job():
    pass


def refused(call, *args, **kwargs):
    try:
        call(*args, **kwargs)
        print("taken")
    except Exception as er:
        print(type(er).__name__)


loop = asyncio.get_event_loop()
refused(core.Task)
refused(core.Task, job(), globals(), 3)
refused(core.Task, job(), globals=globals())
refused(core.TaskQueue, other=1)
refused(asyncio.sleep)
refused(asyncio.sleep_ms)
refused(asyncio.create_task)
refused(asyncio.run)
refused(loop.run_until_complete)
refused(loop.run_until_complete, other=1)
refused(loop.run_forever, 1)
refused(loop.run_forever, other=1)
refused(core.run_until_complete, other=1)
refused(core.IOQueue, 1)
refused(core.IOQueue, other=1)
refused(asyncio.wait_for, timeout=1)
refused(asyncio.wait_for, job())
refused(asyncio.create_task, Odd())
