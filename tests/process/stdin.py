# Standard input read line by line through a stream, beside as many waiting sockets as the argument says.
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
    return await asyncio.StreamReader(s).readexactly(1)


async def tick():
    global ticks
    while True:
        ticks += 1
        await asyncio.sleep_ms(1)


async def main():
    global ticks
    tasks = [asyncio.create_task(read(a)) for a, _ in pairs]
    ticker = asyncio.create_task(tick())
    stdin = asyncio.StreamReader(sys.stdin.buffer)
    print("ready")
    while True:
        try:
            line = await stdin.readline()
        except OSError:
            line = b""  # a terminal that was hung up
        if not line:
            break
        print(line)
        before = ticks
        while ticks == before:
            await asyncio.sleep_ms(1)
    ticker.cancel()
    for _, b in pairs:
        b.write(b"x")
    print(sum(len(data) for data in await asyncio.gather(*tasks)))


ticks = 0
pairs = [pair() for _ in range(int(sys.argv[1]))]
asyncio.run(main())
