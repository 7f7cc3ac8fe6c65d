# A stream that is always ready starves nobody: sleepers, other streams and a flag all get their turn.

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


async def flood(s):
    while not over:
        yield core._io_queue.queue_read(s)
        turns.append(1)
        if len(turns) > 100:
            turns.clear()


async def sleeper():
    for _ in range(20):
        await asyncio.sleep_ms(1)
    return "slept"


async def echo(s):
    stream = asyncio.StreamReader(s)
    for _ in range(20):
        stream.write(await stream.readexactly(1))
        await stream.drain()


async def ask(s):
    stream = asyncio.StreamReader(s)
    for _ in range(20):
        stream.write(b"x")
        await stream.drain()
        await stream.readexactly(1)
    return "answered"


async def setter():
    for _ in range(20):
        flag.set()
        await asyncio.sleep_ms(0)
        while flag.state:
            await asyncio.sleep_ms(0)


async def waiter():
    for _ in range(20):
        await flag.wait()
    return "flagged"


async def main(floods):
    global flag, over
    over = False
    flag = asyncio.ThreadSafeFlag()
    pairs = [pair() for _ in range(floods)]
    for a, b in pairs:
        b.write(b"x")
    ts = [asyncio.create_task(flood(a)) for a, _ in pairs]
    a, b = pair()
    ts += [asyncio.create_task(echo(a)), asyncio.create_task(setter())]
    print(await asyncio.wait_for(asyncio.gather(sleeper(), ask(b), waiter()), 30))
    over = True
    await asyncio.gather(*ts)


turns = []
for floods in (1, 100):
    asyncio.run(main(floods))
