# A regular file read through a stream, while many sockets wait beside it.

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
    return await asyncio.StreamReader(s).readexactly(2)


async def main():
    pairs = [pair() for _ in range(24)]
    ts = [asyncio.create_task(reader(a)) for a, _ in pairs]
    await asyncio.sleep_ms(5)
    f = open(__file__, "rb")
    stream = asyncio.StreamReader(f)
    for expected in open(__file__, "rb"):
        if await stream.readline() != expected:
            print("another line")
    print(await stream.read(10))
    f.close()
    print(sum(t.done() for t in ts))
    # A second one, which gets the same number.
    f = open(__file__, "rb")
    with open(__file__, "rb") as g:
        print(await asyncio.StreamReader(f).read(-1) == g.read())
    f.close()
    for n, (_, b) in enumerate(pairs):
        b.write(b"%02d" % n)
    print(await asyncio.gather(*ts))


asyncio.run(main())
