# A thousand new loops, each with twenty sockets that are waited on: what they had of the system is given back.

try:
    import array
    import asyncio
    import ffi
    import gc
    import os
    from asyncio import core

    os.listdir("/proc/self/fd")
except (ImportError, AttributeError, OSError):
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


async def wait():
    for a, _ in pairs:
        asyncio.create_task(read(a))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)


def descriptors():
    gc.collect()
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


pairs = [pair() for _ in range(20)]
asyncio.run(wait())
before = descriptors()
for n in range(1000):
    asyncio.new_event_loop()
    asyncio.run(wait())
    if n % 50 == 49:
        gc.collect()
# A stale pointer on the stack may hold a loop or two.
print(descriptors() - before < 5)
