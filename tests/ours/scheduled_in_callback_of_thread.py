# A thread runs a callback, as threads with a GIL do, in which it schedules another one, and ends. The loop was idle, and looked
# when callbacks were held off. It runs that one soon, and does not wait out the sleep that it had begun.

try:
    import _thread
    import asyncio
    import micropython
    import time

    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def wake(_):
    event.set()


def call(_):
    micropython.schedule(wake, None)
    time.sleep_ms(200)  # until the loop has looked, and waits again


def thread():
    time.sleep_ms(30)
    micropython.schedule(call, None)
    if event:
        pass  # a jump, at which a callback can run, and no other one after it


async def sleeper():
    await asyncio.sleep_ms(5000)


async def main():
    global event
    event = asyncio.Event()
    t = asyncio.create_task(sleeper())
    t0 = time.ticks_ms()
    _thread.start_new_thread(thread, ())
    print(await event.wait(), time.ticks_diff(time.ticks_ms(), t0) < 3000)
    t.cancel()


asyncio.run(main())
