# Pairs of sockets on which messages go to and fro: as many as the argument says.
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


async def bounce(s):
    stream = asyncio.StreamReader(s)
    while True:
        stream.write(await stream.readexactly(1))
        await stream.drain()


async def main():
    for a, b in pairs:
        asyncio.create_task(bounce(a))
        asyncio.create_task(bounce(b))
        a.write(b"x")
    print("ready")
    await asyncio.sleep(100)


pairs = [pair() for _ in range(int(sys.argv[1]))]


async def again():
    await asyncio.sleep_ms(1)
    print("again")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
asyncio.run(again())
