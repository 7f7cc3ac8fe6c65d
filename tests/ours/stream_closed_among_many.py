# A descriptor closed under a task that waits for it, while many others wait too: the task wakes soon after, and its
# next operation raises; the others wait on.

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


async def reader(s):
    try:
        yield core._io_queue.queue_read(s)
        return s.read(2)
    except (OSError, ValueError) as er:
        return type(er).__name__


async def main():
    pairs = [pair() for _ in range(24)]
    ts = [asyncio.create_task(reader(a)) for a, _ in pairs]
    await asyncio.sleep_ms(5)
    for n in (5, 0, 23):
        t0 = time.ticks_ms()
        pairs[n][0].close()
        print(await asyncio.wait_for(ts[n], 10), time.ticks_diff(time.ticks_ms(), t0) < 2000)
    # Two at a time, and by one that does not wait itself.
    pairs[7][0].close()
    pairs[8][0].close()
    print(await asyncio.wait_for(asyncio.gather(ts[7], ts[8]), 10))
    print(sum(t.done() for t in ts), len(core._io_queue.map))
    for n, (_, b) in enumerate(pairs):
        b.write(b"%02d" % n) if not ts[n].done() else None
    print(set(type(x) for x in await asyncio.wait_for(asyncio.gather(*ts), 10)) == {bytes, str})


asyncio.run(main())
