# How many turns of busy tasks go by, and how much time, between an event of a stream and the turn of the task that waits for
# it. A row for each kind of stream, length of a turn and number of tasks: "kind us tasks | most turns, all turns, most us".
import array
import asyncio
import time
from asyncio import core

import _virtual
import ffi

import micropython

EVENTS = 12
socketpair = ffi.open(None).func("i", "socketpair", "iiip")


class Flag:
    def __init__(self):
        self.flag = asyncio.ThreadSafeFlag()
        self.happen = self.flag.set
        self.wait = self.flag.wait


class Pair:
    def __init__(self):
        fds = array.array("i", (0, 0))
        socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
        self.ends = [open(fd, "r+b", 0) for fd in fds]

    def happen(self):
        self.ends[1].write(b"x")

    async def wait(self):
        await readable(self.ends[0])
        self.ends[0].read(1)


class Ring:
    def __init__(self):
        self.ring = micropython.RingIO(16)

    def happen(self):
        self.ring.write(b"x")

    async def wait(self):
        await readable(self.ring)
        self.ring.read(1)


def readable(s):
    yield core._io_queue.queue_read(s)


# With many streams beside it, the one is known by other means.
async def silent(pair):
    await readable(pair.ends[0])


def measure(kind, beside, us, tasks):
    source, done = kind(), asyncio.Event()
    turns = most = total = slowest = 0
    at = since = 0
    stop = False

    async def busy():
        nonlocal turns
        while not stop:
            turns += 1
            time.sleep_us(us)
            await asyncio.sleep_ms(0)

    async def waiter():
        nonlocal most, total, slowest
        for _ in range(EVENTS):
            await source.wait()
            most = max(most, turns - at)
            total += turns - at
            slowest = max(slowest, time.ticks_diff(time.ticks_us(), since))
            done.set()

    async def main():
        nonlocal at, since, stop
        others = [asyncio.create_task(silent(pair)) for pair in pairs[:beside]]
        for _ in range(tasks):
            asyncio.create_task(busy())
        asyncio.create_task(waiter())
        for number in range(EVENTS):
            # Events at every phase of the others' turns.
            for _ in range(1 + number % 5):
                await asyncio.sleep_ms(0)
            _virtual.alive()
            done.clear()
            at, since = turns, time.ticks_us()
            source.happen()
            await done.wait()
        stop = True
        for t in others:
            t.cancel()
        for _ in range(3):
            await asyncio.sleep_ms(0)

    asyncio.run(main())
    asyncio.new_event_loop()
    print(kind.__name__, beside, us, tasks, "|", most, total, slowest)


pairs = [Pair() for _ in range(20)]
for kind in (Flag, Pair, Ring):
    for beside in (0, 20) if kind is Pair else (0,):
        for us in (0, 100, 500, 1000, 2000, 20000):
            for tasks in (1, 2, 3, 5, 10, 30):
                measure(kind, beside, us, tasks)
