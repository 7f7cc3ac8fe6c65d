# Two tasks that pass one byte to and fro over a pair of sockets, so that each waits for each byte, and waits too until it can
# write.
# The arguments are the number of rounds and of silent sockets that are waited on beside them.
import array
import asyncio
import ffi
import sys

from asyncio import core

socketpair = ffi.open(None).func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b", 0), open(fds[1], "r+b", 0)


def readable(s):
    yield core._io_queue.queue_read(s)


def writable(s):
    yield core._io_queue.queue_write(s)


async def player(s, n):
    for _ in range(n):
        await readable(s)
        s.read(1)
        await writable(s)
        s.write(b"x")


async def main(n, beside):
    silent = [pair() for _ in range(beside)]
    tasks = [asyncio.create_task(readable(s)) for s, _ in silent]
    a, b = pair()
    await asyncio.sleep_ms(0)
    b.write(b"x")
    await asyncio.gather(player(a, n), player(b, n))
    for t in tasks:
        t.cancel()


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
