# While an IOQueue asks a stream, which is Python, a thread begins to wait on the queue. Who asked does not wait beside it: it
# returns if a stream was ready, and else is refused.

try:
    import _thread
    import asyncio
    import io
    import select
    import time
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

EBUSY = 16


class Ready(io.IOBase):
    def ioctl(self, request, arg):
        return arg if request == 3 else -1


class Asked(io.IOBase):
    def ioctl(self, request, arg):
        if request != 3:
            return -1
        queue.poller.unregister(self)
        _thread.start_new_thread(thread, ())
        while wait(0) != "busy":
            time.sleep_ms(1)
        return 0


def wait(ms):
    try:
        return queue.wait_io_event(ms)
    except OSError as er:
        return "busy" if er.errno == EBUSY else er


def thread():
    while not over:
        wait(-1)
    ended.append(True)


async def nothing():
    pass


def enqueue(stream):
    saved, core.cur_task = core.cur_task, core.Task(nothing())
    queue.queue_read(stream)
    core.cur_task = saved


async def until_ended():
    while not ended:
        await asyncio.sleep_ms(1)


for kinds, ms in (((Asked, Ready), -1), ((Asked,), 0)):
    over, ended = False, []
    queue = core.IOQueue()
    for kind in kinds:
        enqueue(kind())  # the last is asked first
    print(wait(ms))
    # A run over the queue has the thread leave it.
    over = True
    saved, core._io_queue = core._io_queue, queue
    asyncio.run(until_ended())
    core._io_queue = saved
