# The two sides of a generated conversation, and the channels that it goes over. Each side says what it meets under its
# own name and without the time; it waits for the other wherever it would matter who is first.
import array
import asyncio
import ffi
import micropython

from world import show

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")
setsockopt = libc.func("i", "setsockopt", "iiipi")
shutdown = libc.func("i", "shutdown", "ii")

sleep_ms = asyncio.sleep_ms


def tell(me, *what):
    print(me, *[repr(x) if isinstance(x, bytes) else show(x) for x in what])


ALPHABET = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


# Bytes that differ from one place to the next, and what is said of them.
def words(count, first=0):
    return (ALPHABET * ((first + count) // 26 + 1))[first : first + count]


def digest(data):
    sum = len(data)
    for byte in data:
        sum = (sum * 31 + byte) & 0xFFFF
    return "%d:%d" % (len(data), sum)


class Broken(Exception):
    pass


# Drives a coroutine by hand, and hands on what goes in and out; if told how, it breaks it off when it is first resumed.
def by_hand(coro, how=None):
    try:
        told = coro.send(None)
        while True:
            try:
                got, thrown = (yield told), None
            except BaseException as er:
                got, thrown = None, er
            if how == "throw":
                how, thrown = None, Broken()
            elif how == "close":
                return coro.close()
            elif how == "drop":
                return how
            told = coro.send(got) if thrown is None else coro.throw(thrown)
    except StopIteration as er:
        return er.value


# A stream whose coroutines are driven so.
class ByHand:
    def __init__(self, stream):
        self.stream = stream

    def __getattr__(self, name):
        method = getattr(self.stream, name)
        if name not in ("read", "readinto", "readexactly", "readline", "drain"):
            return method
        return lambda *args: by_hand(method(*args))


class Channel:
    def __init__(self, name):
        self.name = name
        self.events = {}

    # A promise that one side makes and the other waits for, once in each step.
    def event(self, name):
        if name not in self.events:
            self.events[name] = asyncio.Event()
        return self.events[name]

    def new_step(self):
        self.events = {}


class Pair(Channel):
    def __init__(self, name, size):
        super().__init__(name)
        fds = array.array("i", (0, 0))
        socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
        self.files = [open(fd, "r+b") for fd in fds]
        for fd in fds:
            # As little as there can be, so that a flood has to wait.
            setsockopt(fd, 1, 7, array.array("i", (2048,)), 4)  # SOL_SOCKET, SO_SNDBUF
        self.streams = [asyncio.StreamReader(file) for file in self.files]

    def shut(self, side):
        shutdown(self.files[side].fileno(), 1)

    def end(self):
        for file in self.files:
            file.close()


class Ring(Channel):
    def __init__(self, name, size):
        super().__init__(name)
        self.streams = [asyncio.StreamReader(micropython.RingIO(size))] * 2

    def end(self):
        pass


class Flag(Channel):
    def __init__(self, name, size):
        super().__init__(name)
        self.flag = asyncio.ThreadSafeFlag()

    def end(self):
        pass


CHANNELS = {"pair": Pair, "ring": Ring, "flag": Flag}


# One side in one step: its stream, the other side's task, and what it says.
class Side:
    def __init__(self, channel, side, is_by_hand):
        self.channel = channel
        self.side = side
        self.me = channel.name + "ab"[side]
        self.peer = None
        # Past the hand that may drive it.
        self.plain = self.stream = channel.streams[side] if hasattr(channel, "streams") else None
        if is_by_hand:
            self.stream = ByHand(self.stream)

    def tell(self, *what):
        tell(self.me, *what)

    def event(self, name):
        return self.channel.event(name)

    async def send(self, data):
        self.stream.write(data)
        await self.stream.drain()

    async def receive(self, count, at_once):
        got = b""
        while len(got) < count:
            got += await self.stream.read(min(at_once, count - len(got)))
        return got


# Each step is a pair of functions, what the listener does and what the speaker does, each given its side and the numbers.


async def hear_exact(s, count, pause):
    s.tell("exact", await s.stream.readexactly(count))


async def say_exact(s, count, pause):
    await sleep_ms(pause)
    await s.send(words(count))


async def hear_pieces(s, sizes, pause):
    for size in sizes:
        s.tell("piece", await s.stream.readexactly(size))


async def say_pieces(s, sizes, pause):
    for n, size in enumerate(sizes):
        await s.send(words(size, n))
        await sleep_ms(pause)


async def hear_some(s, sizes, pause):
    s.tell("some", await s.receive(sum(sizes), 5))


async def hear_lines(s, sizes, pause):
    for _ in sizes:
        s.tell("line", await s.stream.readline())


async def say_lines(s, sizes, pause):
    for n, size in enumerate(sizes):
        await s.send(words(size, n))
        await sleep_ms(pause)
        await s.send(b"\n")


async def hear_into(s, sizes, pause):
    buffer = bytearray(9)
    left, got = sum(sizes), b""
    while left:
        count = await s.stream.readinto(memoryview(buffer)[: min(9, left)])
        if count:
            got += buffer[:count]
            left -= count
    s.tell("into", got)


async def hear_flood(s, count, at_once):
    await sleep_ms(3)
    s.tell("flood", digest(await s.receive(count, at_once)))


async def say_flood(s, count, at_once):
    await s.send(words(count))
    s.tell("drained")


# Whoever reads is cancelled while nothing is there to read.
async def hear_cancel(s, count, pause):
    s.event("near").set()
    try:
        s.tell("odd", await s.stream.readexactly(count))
    except asyncio.CancelledError as er:
        s.tell("read", er)
    s.event("caught").set()
    s.tell("after", await s.stream.readexactly(count))


async def say_cancel(s, count, pause):
    await s.event("near").wait()
    await sleep_ms(pause)
    s.tell("cancel", s.peer.cancel())
    await s.event("caught").wait()
    await s.send(words(count))


# What is read by hand is broken off when there is something to read.
async def hear_broken(s, method, how):
    s.event("near").set()
    stream = s.plain
    coro = (
        lambda: stream.readexactly(3),
        lambda: stream.readline(),
        lambda: stream.read(3),
        lambda: stream.readinto(bytearray(3)),
    )[method]()
    try:
        s.tell("broken", await by_hand(coro, how))
    except Broken as er:
        s.tell("broken", er)
    s.tell("after", await s.stream.readline())


async def say_broken(s, method, how):
    await s.event("near").wait()
    await s.send(b"abc\n")


# A drain is broken off when there is room to go on.
async def hear_broken_drain(s, count, how):
    await s.event("near").wait()
    await sleep_ms(1)
    s.tell("drained", digest(await s.receive(count, 700)))


async def say_broken_drain(s, count, how):
    s.plain.write(words(count))
    s.event("near").set()
    try:
        s.tell("broken", await by_hand(s.plain.drain(), how))
    except Broken as er:
        s.tell("broken", er)
    await s.stream.drain()
    s.tell("drained", s.plain.out_buf)


# What a program makes of a stream's buffer, before it drains it and meanwhile.
BUFFERS = {
    "bytes": lambda buf: bytes(bytearray(buf)),
    "bytearray": bytearray,
    "memoryview": memoryview,
    "longer": lambda buf: bytes(buf) + b"more",
    "shorter": lambda buf: buf[3:],
    "other": lambda buf: b"x" + bytes(buf[2:]),
    "empty": lambda buf: b"",
}


async def hear_buffer(s, count, how):
    await s.event("written").wait()
    s.tell("buffer", digest(await s.receive(s.channel.total, 700)))


async def say_buffer(s, count, how):
    stream = s.plain
    stream.write(words(count))
    left = stream.out_buf
    stream.out_buf = BUFFERS[how](left)
    s.channel.total = count - len(left) + len(stream.out_buf)
    s.event("written").set()
    await s.stream.drain()
    # Upstream's drain() leaves an empty one as it is, and nothing can be added to a memoryview.
    s.tell("drained", len(stream.out_buf))
    stream.out_buf = b""


async def hear_copied(s, count, how):
    await s.event("waits").wait()
    s.tell("copied", digest(await s.receive(count, 700)))


async def say_copied(s, count, how):
    sender = asyncio.create_task(s.send(words(count)))
    await sleep_ms(1)
    s.event("waits").set()
    while not sender.done():
        if s.plain.out_buf:
            s.plain.out_buf = BUFFERS[how](s.plain.out_buf)
        await sleep_ms(0)
    s.tell("drained", await sender, s.plain.out_buf)


async def hear_timeout(s, count, ms):
    try:
        s.tell("odd", await asyncio.wait_for_ms(s.stream.readexactly(count), ms))
    except asyncio.TimeoutError as er:
        s.tell("read", er)
    s.event("caught").set()
    s.tell("after", await s.stream.readexactly(count))


async def say_timeout(s, count, ms):
    await s.event("caught").wait()
    await s.send(words(count))


async def hear_in_time(s, count, pause):
    s.tell("in time", await asyncio.wait_for_ms(s.stream.readexactly(count), 20000))


async def hear_gap(s, mine, other):
    await sleep_ms(mine)


async def say_gap(s, mine, other):
    await sleep_ms(other)


# Both write and read at once, each in two tasks.
async def both_at_once(s, out, back):
    sender = asyncio.create_task(s.send(words(out)))
    s.tell("at once", digest(await s.receive(back, 500)))
    await sender
    s.tell("sent")


async def hear_at_once(s, here, there):
    await both_at_once(s, here, there)


async def say_at_once(s, here, there):
    await both_at_once(s, there, here)


async def hear_half_close(s, before, after):
    s.tell("the end", await s.stream.read())
    await s.send(words(after))
    s.channel.shut(s.side)


async def say_half_close(s, before, after):
    await s.send(words(before))
    s.channel.shut(s.side)
    s.tell("the end", await s.stream.read())


async def hear_close(s, mine, other):
    s.tell("the end", await s.stream.read())
    try:
        await s.send(b"more")
        await s.send(b"and more")
    except OSError as er:
        s.tell("sent", er)


async def say_close(s, mine, other):
    await sleep_ms(other)
    s.stream.close()
    await s.stream.wait_closed()


# Whoever writes is cancelled while there is no room.
async def hear_cut(s, mine, other):
    await s.event("near").wait()
    await sleep_ms(1)
    s.tell("cancel", s.peer.cancel())
    s.tell("the end", digest(await s.stream.read()))


async def say_cut(s, mine, other):
    s.event("near").set()
    try:
        await s.send(words(9000))
    except asyncio.CancelledError as er:
        s.tell("drain", er)
    s.channel.shut(s.side)


async def stay(s, mine, other):
    pass


async def hear_set_late(s, mine, other):
    await s.channel.flag.wait()
    s.tell("flag")


async def say_set_late(s, mine, other):
    await sleep_ms(other)
    s.channel.flag.set()


async def hear_set_early(s, mine, other):
    await s.event("set").wait()
    await sleep_ms(mine)
    await s.channel.flag.wait()
    s.tell("flag was set")


async def say_set_early(s, mine, other):
    s.channel.flag.set()
    s.event("set").set()


async def hear_cancel_flag(s, mine, other):
    s.event("near").set()
    try:
        await s.channel.flag.wait()
        s.tell("odd")
    except asyncio.CancelledError as er:
        s.tell("flag", er)


async def say_cancel_flag(s, mine, other):
    await s.event("near").wait()
    await sleep_ms(other)
    s.tell("cancel", s.peer.cancel())


STEPS = {
    "exact": (hear_exact, say_exact),
    "pieces": (hear_pieces, say_pieces),
    "some": (hear_some, say_pieces),
    "lines": (hear_lines, say_lines),
    "into": (hear_into, say_pieces),
    "flood": (hear_flood, say_flood),
    "cancel": (hear_cancel, say_cancel),
    "broken": (hear_broken, say_broken),
    "broken_drain": (hear_broken_drain, say_broken_drain),
    "buffer": (hear_buffer, say_buffer),
    "copied": (hear_copied, say_copied),
    "timeout": (hear_timeout, say_timeout),
    "in_time": (hear_in_time, say_exact),
    "gap": (hear_gap, say_gap),
    "at_once": (hear_at_once, say_at_once),
    "half_close": (hear_half_close, say_half_close),
    "close": (hear_close, say_close),
    "cut": (hear_cut, say_cut),
    "stop": (stay, stay),
    "set_late": (hear_set_late, say_set_late),
    "set_early": (hear_set_early, say_set_early),
    "cancel_flag": (hear_cancel_flag, say_cancel_flag),
}


# Both sides come to each step together, so that its events are its own. `swap` has them change their parts.
async def take_part(s, steps, meet):
    speaks = s.side
    for number, (kind, numbers) in enumerate(steps):
        await meet(number)
        if kind == "swap":
            speaks = 1 - speaks
            continue
        try:
            await STEPS[kind][speaks](s, *numbers)
        except Exception as er:
            s.tell("step", number, er)
            raise
    s.tell("done")


def meeting(channel):
    here = []
    open = asyncio.Event()

    async def meet(number):
        nonlocal open
        here.append(number)
        if len(here) % 2:
            mine = open
            await mine.wait()
        else:
            channel.new_step()
            was, open = open, asyncio.Event()
            was.set()

    return meet


async def all_talks(talks):
    channels, tasks = [], []
    for n, (kind, size, is_by_hand, steps) in enumerate(talks):
        channel = CHANNELS[kind]("%02d" % n, size)
        meet = meeting(channel)
        sides = [Side(channel, 0, is_by_hand), Side(channel, 1, is_by_hand)]
        pair = [asyncio.create_task(take_part(s, steps, meet)) for s in sides]
        sides[0].peer, sides[1].peer = pair[1], pair[0]
        channels.append(channel)
        tasks += pair
    results = await asyncio.gather(*tasks, return_exceptions=True)
    for channel in channels:
        channel.end()
    return results


def run_talks(talks):
    tell("~", asyncio.run(all_talks(talks)))
    tell("~", len(asyncio.core._io_queue.map))
