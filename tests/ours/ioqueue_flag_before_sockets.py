# A stream without a descriptor is waited for before five that have one. (Stock's select.poll crashes at the fifth.)

try:
    import array
    import asyncio
    import ffi
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

socketpair = ffi.open(None).func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


async def reader(s):
    return await asyncio.StreamReader(s).readexactly(2)


async def main(count):
    flag = asyncio.ThreadSafeFlag()
    waits = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(0)
    pairs = [pair() for _ in range(count)]
    readers = [asyncio.create_task(reader(a)) for a, _ in pairs]
    await asyncio.sleep_ms(2)
    for n, (_, b) in enumerate(pairs):
        b.write(b"%02d" % n)
    print(await asyncio.gather(*readers))
    print(waits.done())
    flag.set()
    await waits
    print(waits.done())


for count in (4, 5, 9, 20):
    asyncio.run(main(count))
