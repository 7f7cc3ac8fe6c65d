# Standard streams that are closed leave their numbers free.  The loop's own descriptors do not take them: what a program prints
# or reads would go there.

try:
    import array
    import asyncio

    import ffi

    libc = ffi.open(None)
    socketpair = libc.func("i", "socketpair", "iiip")
    dup = libc.func("i", "dup", "i")
    dup2 = libc.func("i", "dup2", "ii")
    close = libc.func("i", "close", "i")
    write = libc.func("i", "write", "isi")
except (ImportError, OSError):
    print("SKIP")
    raise SystemExit


async def wait(fd):
    yield asyncio.core._io_queue.queue_read(fd)


async def main(n):
    # With many streams, the loop has a descriptor more.
    tasks = [asyncio.create_task(wait(a)) for a, _ in pairs[:n]]
    await asyncio.sleep_ms(2)
    free = [i for i in range(3) if dup2(i, i) == -1]
    for _, b in pairs[:n]:
        write(b, "x", 1)
    for task in tasks:
        await task
    return free


pairs = []
for _ in range(40):
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    pairs.append(fds)
kept = [dup(i) for i in range(3)]
results = []
for n in (1, 40):
    for i in range(3):
        close(i)
    asyncio.new_event_loop()
    results.append(asyncio.run(main(n)))
    for i in range(3):
        dup2(kept[i], i)
print(results)
