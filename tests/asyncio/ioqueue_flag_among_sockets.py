# A ThreadSafeFlag that is set by a task, a scheduled callback and another thread, while 30 sockets wait too.

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


async def read(n, s):
    yield core._io_queue.queue_read(s)
    return n


def thread():
    time.sleep_ms(20)
    flag.set()


def callback(_):
    flag.set()


async def setter(how):
    await asyncio.sleep_ms(5)
    if how == "task":
        flag.set()
    elif how == "callback":
        micropython.schedule(callback, None)
    else:
        _thread.start_new_thread(thread, ())


async def main():
    global flag
    pairs = [pair() for _ in range(30)]
    ts = [asyncio.create_task(read(n, a)) for n, (a, _) in enumerate(pairs)]
    flag = asyncio.ThreadSafeFlag()
    for how in ("task", "callback", "thread") * 3:
        t = asyncio.create_task(setter(how))
        await asyncio.wait_for(flag.wait(), 10)
        await t
        print(how, sum(t.done() for t in ts))
    for n in (7, 29, 0):
        pairs[n][1].write(b"x")
        print(await asyncio.wait_for(ts[n], 10), sum(t.done() for t in ts))
    flag.set()
    await asyncio.wait_for(flag.wait(), 10)
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(0)


asyncio.run(main())
