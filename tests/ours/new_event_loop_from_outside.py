# new_event_loop() from another thread while a loop runs, or from a callback, is refused: nothing changes, the loop goes on.

try:
    import _thread
    import asyncio
    import micropython
    from asyncio import core

    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def attempt(_=None):
    global told
    try:
        asyncio.new_event_loop()
        told = "no error"
    except RuntimeError as er:
        told = er


async def ticker():
    for _ in range(5):
        await asyncio.sleep_ms(2)
    return "ticked"


async def main():
    global told
    for start in (
        lambda: _thread.start_new_thread(attempt, ()),
        lambda: micropython.schedule(attempt, None),
    ):
        for idle in (False, True):
            t = asyncio.create_task(ticker())
            queues = core._task_queue, core._io_queue
            told = None
            start()
            while told is None:
                if idle:
                    await asyncio.sleep_ms(1)
            print(told, queues == (core._task_queue, core._io_queue), await t)
    return "main"


print(asyncio.run(main()))
told = None
_thread.start_new_thread(attempt, ())
while told is None:
    pass
print("between runs:", told, core._task_queue.peek())
