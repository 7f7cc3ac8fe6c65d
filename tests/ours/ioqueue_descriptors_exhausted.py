# No descriptor is left when the loop would make its own ones: streams are served all the same.

try:
    import array
    import asyncio
    import ffi
    import time
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


setrlimit = libc.func("i", "setrlimit", "iP")
getrlimit = libc.func("i", "getrlimit", "ip")


async def reader(s):
    return await asyncio.StreamReader(s).readexactly(2)


async def main(count):
    limit = array.array("Q", (0, 0))
    getrlimit(7, limit)  # RLIMIT_NOFILE
    soft = limit[0]
    pairs = [pair() for _ in range(count)]
    limit[0] = max(b.fileno() for _, b in pairs) + 1
    setrlimit(7, limit)
    try:
        open(__file__)
        print("a descriptor was left")
    except OSError:
        pass
    ts = [asyncio.create_task(reader(a)) for a, _ in pairs]
    await asyncio.sleep_ms(20)
    for n in (3, 0, count - 1):
        pairs[n][1].write(b"%02d" % n)
        print(await asyncio.wait_for(ts[n], 10))
    pairs[1][0].close()
    try:
        await asyncio.wait_for(ts[1], 10)
    except (OSError, ValueError):
        print("closed")
    limit[0] = soft
    setrlimit(7, limit)
    await asyncio.sleep_ms(20)
    for n, (_, b) in enumerate(pairs):
        ts[n].done() or b.write(b"ok")
    ts.pop(1)
    print(len(set(await asyncio.wait_for(asyncio.gather(*ts), 10))))


for count in (24, 6):
    asyncio.run(main(count))
    asyncio.new_event_loop()
