# wait_io_event() while a run of another thread goes on whose core has no _io_queue any more.
try:
    import _thread
    import asyncio
    import time

    _thread.start_new_thread
    time.sleep_ms
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

from asyncio import core


async def main():
    global is_running
    is_running = True
    await asyncio.sleep_ms(50)


def thread():
    global has_ended
    try:
        asyncio.run(main())
    except NameError:
        pass
    has_ended = True


is_running = has_ended = False
io_queue = core._io_queue
own = core.IOQueue()
_thread.start_new_thread(thread, ())
while not is_running:
    time.sleep_ms(1)
del core._io_queue
for queue in (own, io_queue):
    try:
        queue.wait_io_event(0)
        print("waited")
    except OSError:
        print("waited")  # the other thread is looking at it
core._io_queue = io_queue
while not has_ended:
    time.sleep_ms(1)
