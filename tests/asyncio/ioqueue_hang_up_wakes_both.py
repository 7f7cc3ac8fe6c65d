# The other end goes away: the one who waits to read and the one who waits to write both wake.

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


pipe2 = libc.func("i", "pipe2", "pi")


def pipe():
    fds = array.array("i", (0, 0))
    pipe2(fds, 2048)  # O_NONBLOCK
    return open(fds[0], "rb"), open(fds[1], "wb")


def fill(s):
    while s.write(b"x" * 1000):
        pass


async def read(s):
    yield core._io_queue.queue_read(s)
    woke.append("reader")


async def write(s):
    yield core._io_queue.queue_write(s)
    woke.append("writer")


async def both(s, other):
    ts = [asyncio.create_task(read(s)), asyncio.create_task(write(s))]
    await asyncio.sleep_ms(10)
    print(woke, end=" ")
    other.close()
    await asyncio.sleep_ms(10)
    print(sorted(woke))
    woke.clear()
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(0)
    s.close()


async def main(others):
    pairs = [pair() for _ in range(others)]
    ts = [asyncio.create_task(read(a)) for a, _ in pairs]
    a, b = pair()
    fill(a)
    await both(a, b)
    r, w = pipe()
    fill(w)
    await both(w, r)
    r, w = pipe()
    await both(r, w)
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(0)


woke = []
for others in (0, 24):
    asyncio.run(main(others))
