# Sockets on which nothing comes: as many as the argument says.
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
    await asyncio.StreamReader(s).read(1)


async def main():
    for a, _ in pairs:
        asyncio.create_task(read(a))
    print("ready")
    await read(pairs[0][1])


pairs = [pair() for _ in range(int(sys.argv[1]))]


async def again():
    await asyncio.sleep_ms(1)
    print("again")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
asyncio.run(again())
