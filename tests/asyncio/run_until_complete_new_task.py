# core.run_until_complete() of a task that is not scheduled: it ends when another task schedules it.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    print("job")
    return "value"


async def pusher():
    print("pusher")
    core._task_queue.push(task)


asyncio.create_task(pusher())
task = core.Task(job())
print(core.run_until_complete(task))
