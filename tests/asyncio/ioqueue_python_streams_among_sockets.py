# Streams written in Python beside 30 sockets, all read by tasks.

try:
    import array
    import asyncio
    import ffi
    import io
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return open(fds[0], "r+b"), open(fds[1], "r+b")


class Drops(io.IOBase):
    def __init__(self):
        self.held = b""
        self.asked = 0

    def read(self, n):
        data, self.held = self.held[:n], self.held[n:]
        return data or None

    def ioctl(self, op, arg):
        if op == 3:  # MP_STREAM_POLL
            self.asked += 1
            return arg & 1 if self.held else 0
        return -1


async def reader(n, s):
    stream = asyncio.StreamReader(s)
    for _ in range(3):
        got.append((n, await stream.readexactly(1)))


# However long a turn takes.
async def until(condition):
    for _ in range(3000):
        if condition():
            break
        await asyncio.sleep_ms(1)


async def main():
    pairs = [pair() for _ in range(30)]
    drops = [Drops() for _ in range(3)]
    ts = [asyncio.create_task(reader(n, a)) for n, (a, _) in enumerate(pairs)]
    ts += [asyncio.create_task(reader("drops%d" % n, d)) for n, d in enumerate(drops)]
    await until(lambda: all(d.asked > 0 for d in drops))
    print(got, all(d.asked > 0 for d in drops))
    for letter in (b"a", b"b", b"c"):
        for n in (1, 17, 29):
            pairs[n][1].write(letter)
        for d in drops[::2]:
            d.held += letter
        await until(lambda: len(got) >= 5)
        print(sorted(str(n) for n, _ in got), set(x for _, x in got))
        got.clear()
    await until(lambda: sum(t.done() for t in ts) >= 5)
    print(sum(t.done() for t in ts))
    for t in ts:
        t.cancel()
    await asyncio.sleep_ms(0)


got = []
asyncio.run(main())
