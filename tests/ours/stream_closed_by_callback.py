# A scheduled callback closes a descriptor under its waiter, among many, while no task runs: the waiter wakes.

try:
    import _thread
    import array
    import asyncio
    import ffi
    import micropython
    import time
except ImportError:
    print("SKIP")
    raise SystemExit

try:
    libc = ffi.open(None)
except AttributeError:
    print("SKIP")
    raise SystemExit
socketpair = libc.func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


async def reader(s):
    try:
        return await asyncio.StreamReader(s).read(1)
    except (OSError, ValueError):
        return "closed"


def later(s):
    time.sleep_ms(200)
    micropython.schedule(lambda _: s.close(), None)


async def main(count):
    pairs = [pair() for _ in range(count)]
    tasks = [asyncio.create_task(reader(a)) for a, _ in pairs]
    await asyncio.sleep_ms(0)
    _thread.start_new_thread(later, (pairs[0][0],))
    print(await asyncio.wait_for(tasks[0], 5))
    print(sum(task.done() for task in tasks))
    for task in tasks:
        task.cancel()


for count in (4, 30):
    asyncio.run(main(count))
