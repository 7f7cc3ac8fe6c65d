# Only the run in which the loop was reset returns when both queues are empty. The next one waits for its main task, which
# another thread wakes.

try:
    import _thread
    import asyncio
    import time
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def resets():
    asyncio.new_event_loop()
    await asyncio.Event().wait()


def setter(event):
    while core._task_queue.peek() or not waiting:
        time.sleep_ms(1)
    time.sleep_ms(20)
    event.set()


async def waits():
    global waiting
    event = asyncio.Event()
    _thread.start_new_thread(setter, (event,))
    waiting = True
    await event.wait()
    return "woken"


for _ in range(3):
    waiting = False
    print(asyncio.run(resets()), core.cur_task)
    print(asyncio.run(waits()), core.cur_task)
    # Between two runs a reset is no reset in a run.
    asyncio.new_event_loop()
    waiting = False
    print(asyncio.run(waits()))
