# One descriptor under two stream objects, each with a waiter of its own; alone, and beside many other sockets.

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


async def read(name, s):
    yield core._io_queue.queue_read(s)
    woke.append(name)


async def write(name, s):
    yield core._io_queue.queue_write(s)
    woke.append(name)


async def main(others):
    pairs = [pair() for _ in range(others)]
    ts = [asyncio.create_task(read("other", a)) for a, _ in pairs]
    a, b = pair()
    a2 = open(a.fileno(), "r+b")

    # The same direction: both wake.
    ts += [asyncio.create_task(read("one", a)), asyncio.create_task(read("two", a2))]
    await asyncio.sleep_ms(10)
    print(woke)
    b.write(b"x")
    await asyncio.sleep_ms(10)
    print(sorted(woke), a2.read(1))
    woke.clear()

    # One each: the writer wakes alone.
    ts += [asyncio.create_task(read("reader", a)), asyncio.create_task(write("writer", a2))]
    await asyncio.sleep_ms(10)
    print(woke)
    b.write(b"x")
    await asyncio.sleep_ms(10)
    print(woke, a.read(1))
    woke.clear()

    # The first to wait leaves, the second stays.
    ts += [asyncio.create_task(read("left", a)), asyncio.create_task(read("stays", a2))]
    await asyncio.sleep_ms(10)
    ts[-2].cancel()
    await asyncio.sleep_ms(10)
    b.write(b"x")
    await asyncio.sleep_ms(10)
    print(woke, a.read(1))
    woke.clear()
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(5)


woke = []
for others in (0, 24):
    asyncio.run(main(others))
