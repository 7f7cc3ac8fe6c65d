# new_event_loop() while a loop runs is refused to another thread, and to a callback: the task that is under way knows
# nothing of it. So it is also when the program has made a Task for other globals meanwhile.

try:
    import asyncio
    import micropython
    from asyncio import core

    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

try:
    import _thread
except ImportError:
    _thread = None


async def job():
    await asyncio.sleep_ms(1)
    return "value"


def reset(_=None):
    global done
    try:
        asyncio.new_event_loop()
        print("no error")
    except RuntimeError as e:
        print(repr(e))
    done = True


def by_callback():
    micropython.schedule(reset, None)


def by_thread():
    if _thread is None:
        by_callback()
    else:
        _thread.start_new_thread(reset, ())


async def main(start):
    global done
    done = False
    queues = core._task_queue, core._io_queue
    core.Task(job(), {})
    start()
    while not done:
        await asyncio.sleep_ms(1)
    print(queues == (core._task_queue, core._io_queue))
    return await asyncio.create_task(job())


for start in (by_callback, by_thread):
    print(asyncio.run(main(start)))
