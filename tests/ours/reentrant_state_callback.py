# A state callback that pushes, cancels or awaits the finished task itself, or runs a loop.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


def push(t, er):
    core._task_queue.push(t)


def cancel(t, er):
    t.cancel()


def run(t, er):
    try:
        asyncio.run(job())
        print("no error")
    except RuntimeError:
        print("RuntimeError")


def new_loop(t, er):
    try:
        asyncio.new_event_loop()
        print("no error")
    except RuntimeError:
        print("RuntimeError")


async def main(f):
    t = asyncio.create_task(job())
    t.state = f
    await asyncio.sleep_ms(1)
    return t.done()


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


for f in (push, cancel, run, new_loop):
    try:
        asyncio.run(main(f))
    except Exception as er:
        print(type(er).__name__)
    asyncio.new_event_loop()
    print(f.__name__, asyncio.run(ok()))
