# A RingIO, which has no descriptor, beside 30 sockets: each is served, whichever is ready.

try:
    import array
    import asyncio
    import ffi
    import micropython

    micropython.RingIO
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


async def reader(s, count):
    stream = asyncio.StreamReader(s)
    got = []
    for _ in range(count):
        got.append(await stream.readexactly(2))
    return got


async def main():
    pairs = [pair() for _ in range(30)]
    ring = micropython.RingIO(16)
    writer = asyncio.StreamWriter(ring, {})
    ts = [asyncio.create_task(reader(a, 2)) for a, _ in pairs]
    rt = asyncio.create_task(reader(ring, 20))
    for n in range(20):
        writer.write(b"%02d" % n)
        await writer.drain()
        if n % 5 == 0:
            await asyncio.sleep_ms(2)
    print(await asyncio.wait_for(rt, 10))
    print(sum(t.done() for t in ts))
    for n in range(2):
        for _, b in pairs:
            b.write(b"%02d" % n)
        await asyncio.sleep_ms(2)
    results = await asyncio.wait_for(asyncio.gather(*ts), 10)
    print(all(got == [b"00", b"01"] for got in results))


asyncio.run(main())
