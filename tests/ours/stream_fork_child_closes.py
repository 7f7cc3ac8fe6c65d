# A child that is forked closes the sockets it inherits, and runs a loop of its own over others: the parent's waits are as they
# were. And what the parent closes is closed for its waiters, although the child has it open still.

try:
    import array
    import asyncio
    import os
    from asyncio import core

    import ffi
except ImportError:
    print("SKIP")
    raise SystemExit

libc = ffi.open(None)
fork = libc.func("i", "fork", "")
waitpid = libc.func("i", "waitpid", "ipi")
leave = libc.func("v", "_exit", "i")
socketpair = libc.func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b", 0), open(fds[1], "r+b", 0)


def readable(s):
    yield core._io_queue.queue_read(s)


async def reader(n, s):
    await readable(s)
    try:
        got.append((n, s.read(1)))
    except (OSError, ValueError):
        got.append((n, None))


async def other():
    # Enough for the child's own epoll.
    ends = [pair() for _ in range(20)]
    tasks = [asyncio.create_task(readable(a)) for a, b in ends]
    await asyncio.sleep_ms(5)
    for a, b in ends:
        b.write(b"y")
    for t in tasks:
        await t
    return len(tasks)


def child():
    for a, b in pairs:
        a.close()
        b.close()
    asyncio.new_event_loop()
    return asyncio.run(other())


async def main(count):
    global pairs, got
    pairs, got = [pair() for _ in range(count)], []
    tasks = [asyncio.create_task(reader(n, a)) for n, (a, b) in enumerate(pairs)]
    await asyncio.sleep_ms(5)
    pid = fork()
    if pid == 0:
        raise SystemExit
    status = array.array("i", (0,))
    while waitpid(pid, status, 1) == 0:  # WNOHANG
        await asyncio.sleep_ms(1)
    # Whoever is taken for closed would be woken by then.
    await asyncio.sleep_ms(1200)
    # The second one is closed while it lives on in another child.
    keeper = fork()
    if keeper == 0:
        os.system("sleep 1")
        leave(0)
    pairs[1][0].close()
    await asyncio.sleep_ms(0)
    pairs[1][1].write(b"ghost")
    await tasks[1]
    for n, (a, b) in enumerate(pairs):
        if n != 1:
            b.write(b"x")
    for t in tasks:
        await t
    print(count, "child", status[0] >> 8, "parent", len(got), [n for n, byte in got if byte != b"x"])


for count in (3, 20):
    try:
        asyncio.run(main(count))
    except SystemExit:
        try:
            leave(child())
        except Exception:
            leave(1)
    asyncio.new_event_loop()
