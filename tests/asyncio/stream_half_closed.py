# A connection that one side has closed for writing: the other reads to the end, and still writes.

try:
    import array
    import asyncio
    import ffi
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


shutdown = libc.func("i", "shutdown", "ii")


async def answer(s):
    stream = asyncio.StreamReader(s)
    question = await stream.read()
    stream.write(b"re: " + question)
    await stream.drain()
    shutdown(s.fileno(), 1)


async def main(count):
    pairs = [pair() for _ in range(count)]
    ts = [asyncio.create_task(answer(b)) for _, b in pairs]
    await asyncio.sleep_ms(5)
    answers = []
    for n, (a, _) in enumerate(pairs):
        stream = asyncio.StreamReader(a)
        stream.write(b"%02d" % n)
        await stream.drain()
        shutdown(a.fileno(), 1)
        answers.append(await stream.read())
    await asyncio.gather(*ts)
    print(answers == [b"re: %02d" % n for n in range(count)])


for count in (1, 30):
    asyncio.run(main(count))
