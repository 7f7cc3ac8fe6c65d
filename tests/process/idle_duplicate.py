# A socket that is closed under its waiter and stays open under another number, with data that nobody reads; and then
# three sleeps of half a second, beside 30 silent sockets.
import array
import asyncio

import ffi

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")
dup = libc.func("i", "dup", "i")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


async def read(s):
    await asyncio.StreamReader(s).readexactly(1)


async def main():
    tasks = [asyncio.create_task(read(a)) for a, _ in pairs]
    await asyncio.sleep_ms(10)
    a, b = pairs[0]
    dup(a.fileno())
    a.close()
    try:
        await tasks.pop(0)
    except (OSError, ValueError):
        pass
    b.write(b"x")
    await asyncio.sleep_ms(200)
    print("begin")
    for _ in range(3):
        await asyncio.sleep_ms(500)
    print("end")
    for task in tasks:
        task.cancel()


pairs = [pair() for _ in range(31)]
asyncio.run(main())
