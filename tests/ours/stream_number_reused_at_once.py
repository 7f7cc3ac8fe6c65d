# A socket closed under a waiter, and its number reused by a new socket that is waited on before the loop looks
# again: the old waiter wakes, the new one waits for its own data. Alone, and beside many.

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


async def reader(s):
    try:
        yield core._io_queue.queue_read(s)
        return s.read(2)
    except (OSError, ValueError) as er:
        return type(er).__name__


async def main(others, begun):
    pairs = [pair() for _ in range(others)]
    ts = [asyncio.create_task(reader(a)) for a, _ in pairs]
    a, b = pair()
    number = a.fileno()
    old = asyncio.create_task(reader(a))
    if begun:
        await asyncio.sleep_ms(5)
    else:
        await asyncio.sleep_ms(0)
    a.close()
    c, d = pair()
    new = asyncio.create_task(reader(c))
    await asyncio.sleep_ms(0)
    same = c.fileno() == number
    print(await asyncio.wait_for(old, 10), same, new.done())
    d.write(b"hi")
    print(await asyncio.wait_for(new, 10))
    print(sum(t.done() for t in ts))
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(5)
    print(len(core._io_queue.map))


for others in (0, 24):
    for begun in (True, False):
        asyncio.run(main(others, begun))
