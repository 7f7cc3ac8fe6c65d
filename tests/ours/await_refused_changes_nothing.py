# An await that is refused, since the task is queued, leaves the awaited task as it was: its exception is handled.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

from asyncio import core


async def fails():
    await asyncio.sleep_ms(5)
    raise ValueError("nobody asked")


def handler(loop, context):
    print("handler:", repr(context["exception"]))
    handled.set()


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    task = asyncio.create_task(fails())
    core._task_queue.push(core.cur_task)
    try:
        await task
    except RuntimeError as er:
        print("RuntimeError", er)
    print(task.state)
    core._task_queue.remove(core.cur_task)
    await handled.wait()
    print(task.done())


handled = asyncio.Event()
asyncio.run(main())
