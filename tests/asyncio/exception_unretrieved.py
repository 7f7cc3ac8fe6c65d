# An exception of a task that nobody awaits reaches the exception handler, once, with the task in the
# context; the task is then done and keeps the exception.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print("handler", type(context["exception"]).__name__, context["future"] is task)


async def bad():
    await asyncio.sleep_ms(0)
    raise OSError(5)


async def main():
    global task
    task = asyncio.create_task(bad())
    for _ in range(5):
        await asyncio.sleep_ms(0)
        print(task.done())
    try:
        await task
    except OSError as er:
        print("OSError", er.errno)


asyncio.get_event_loop().set_exception_handler(handler)
asyncio.run(main())
asyncio.get_event_loop().set_exception_handler(None)
