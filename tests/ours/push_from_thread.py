# A thread that pushes a task while the loop is idle: the task runs before the sleep that the loop had begun
# is over.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

try:
    import _thread
    import time
except ImportError:
    print("SKIP")
    raise SystemExit


def thread():
    time.sleep_ms(20)
    ev.set()


async def sleeper():
    await asyncio.sleep_ms(100000)


async def main():
    global ev
    ev = asyncio.Event()
    t = asyncio.create_task(sleeper())
    _thread.start_new_thread(thread, ())
    print(await ev.wait())
    t.cancel()


asyncio.run(main())
