# Waits for as many silent sockets as the argument says, and for three sleeps of half a second.
import array
import asyncio
import sys

import ffi

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


async def read(s):
    await asyncio.StreamReader(s).readexactly(1)


async def main():
    tasks = [asyncio.create_task(read(a)) for a, _ in pairs]
    await asyncio.sleep_ms(200)
    print("begin")
    for _ in range(3):
        await asyncio.sleep_ms(500)
    print("end")
    for task in tasks:
        task.cancel()


pairs = [pair() for _ in range(int(sys.argv[1]))]
asyncio.run(main())
