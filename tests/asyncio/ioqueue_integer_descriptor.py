# A number is a stream too, where numbers are file descriptors: waited on alone, and beside many.

try:
    import array
    import asyncio
    import ffi
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


async def read(fd):
    yield core._io_queue.queue_read(fd)
    return "readable"


async def write(fd):
    yield core._io_queue.queue_write(fd)
    return "writable"


async def main(count):
    pairs = [pair() for _ in range(count)]
    ts = [asyncio.create_task(read(a.fileno())) for a, _ in pairs]
    await asyncio.sleep_ms(5)
    print(sum(t.done() for t in ts), len(core._io_queue.map))
    a, b = pairs[-1]
    print(await asyncio.wait_for(write(a.fileno()), 10))
    print(a.fileno() in [s for _, _, s in core._io_queue.map.values()])
    b.write(b"x")
    print(await asyncio.wait_for(ts[-1], 10), sum(t.done() for t in ts))
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(5)
    print(core._io_queue.map)


for count in (1, 30):
    asyncio.run(main(count))
