# While the loop waits on sockets alone, another thread pushes a task, or has a callback scheduled that does: the task
# runs soon, and does not wait out a timeout.

try:
    import _thread
    import array
    import asyncio
    import ffi
    import micropython
    import time
    from asyncio import core
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


async def read(s):
    yield core._io_queue.queue_read(s)


def callback(_):
    event.set()


def thread(schedules):
    time.sleep_ms(30)
    if schedules:
        micropython.schedule(callback, None)
    else:
        event.set()


async def main(sockets, sleeps):
    global event
    pairs = [pair() for _ in range(sockets)]
    ts = [asyncio.create_task(read(a)) for a, _ in pairs]
    if sleeps:
        ts.append(asyncio.create_task(asyncio.wait_for(asyncio.Event().wait(), 20)))
    for schedules in (False, True) * 3:
        event = asyncio.Event()
        t0 = time.ticks_ms()
        _thread.start_new_thread(thread, (schedules,))
        print(await event.wait(), time.ticks_diff(time.ticks_ms(), t0) < 5000, end=" ")
    print()
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(0)


for sockets in (0, 1, 30):
    for sleeps in (True, False):
        if sockets or sleeps:
            asyncio.run(main(sockets, sleeps))
