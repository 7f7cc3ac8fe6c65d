# As state_is_run_queue, where the run queue is of a subclass: the task ends, and the loop goes on.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

from asyncio import core


class Queue(core.TaskQueue):
    pass


async def short():
    await asyncio.sleep_ms(0)


async def other():
    for _ in range(3):
        await asyncio.sleep_ms(1)
    print("other")


async def main():
    task = asyncio.create_task(short())
    task.state = core._task_queue
    await asyncio.create_task(other())
    print(task.done())


core._task_queue = Queue()
asyncio.run(main())
