# Many rounds of everything that a program does all day. After a round of warm-up, and after the last, it says what there is
# in use: memory of the heap, descriptors, the process's size; and the processor time of an operation.
# ROUNDS and SCALE are set before it by who runs it; a board has no sockets, files or processor time.
import asyncio
import gc
import random
import sys
import time

try:
    import os
    import socket

    os.listdir("/proc/self/fd")
except (ImportError, OSError, AttributeError):
    socket = None

try:
    ROUNDS, SCALE
except NameError:
    ROUNDS, SCALE = (int(word) for word in sys.argv[1:3])

TASKS, SWITCHES, TIMERS, WAITS, CONNECTIONS = 20 * SCALE, 200 * SCALE, 4 * SCALE, 4 * SCALE, 2 * SCALE
PORT = 30100
counts = dict(tasks=0, switches=0, timers=0, waits=0, timeouts=0, connections=0, unretrieved=0, early=0)


def handler(loop, context):
    counts["unretrieved"] += 1


async def work(n):
    if n % 17 == 0:
        raise ValueError(n)
    if n % 3 == 0:
        await asyncio.sleep_ms(0)
    return n


async def tasks():
    made = []
    for n in range(TASKS):
        made.append(asyncio.create_task(work(n)))
        if len(made) == 20:
            for task in made:
                if random.getrandbits(3) == 0:
                    task.cancel()
            # Those that fail are awaited by nobody.
            for i, task in enumerate(made):
                if (n - 19 + i) % 17:
                    try:
                        await task
                    except asyncio.CancelledError:
                        pass
            made.clear()
    await asyncio.sleep_ms(0)
    counts["tasks"] += TASKS


async def spin(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


async def switches():
    await asyncio.gather(*[spin(SWITCHES // 10) for _ in range(10)])
    counts["switches"] += SWITCHES


async def timer():
    ms = random.randrange(20)
    start = time.ticks_ms()
    await asyncio.sleep_ms(ms)
    if time.ticks_diff(time.ticks_ms(), start) < ms:
        counts["early"] += 1


async def timers():
    for _ in range(TIMERS // 20):
        await asyncio.gather(*[timer() for _ in range(20)])
    counts["timers"] += TIMERS


async def waits():
    event, lock = asyncio.Event(), asyncio.Lock()

    async def hold():
        async with lock:
            await asyncio.sleep_ms(random.randrange(3))

    async def one():
        kind = random.randrange(4)
        try:
            if kind == 0:
                await asyncio.wait_for_ms(event.wait(), random.randrange(4))
            elif kind == 1:
                await asyncio.wait_for_ms(hold(), random.randrange(6))
            elif kind == 2:
                await asyncio.wait_for_ms(asyncio.gather(work(1), work(3)), 5)
            else:
                event.set()
                event.clear()
        except asyncio.TimeoutError:
            counts["timeouts"] += 1

    for _ in range(WAITS // 20):
        await asyncio.gather(*[one() for _ in range(20)])
    if lock.locked():
        raise RuntimeError("a lock is held by nobody")
    counts["waits"] += WAITS


async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        writer.write(line)
        await writer.drain()
    await writer.wait_closed()


async def connect(n):
    # Each to another address, since the kernel keeps the numbers of closed ones for a while.
    reader, writer = await asyncio.open_connection("127.0.0.%d" % (1 + counts["connections"] // 200 % 200), PORT)
    for i in range(1 + n % 3):
        writer.write(b"%d\n" % i)
        await writer.drain()
        if await reader.readline() != b"%d\n" % i:
            raise RuntimeError("not what was sent")
    await writer.wait_closed()


async def connections():
    for n in range(CONNECTIONS // 20):
        await asyncio.gather(*[connect(n + i) for i in range(20)])
        counts["connections"] += 20


# Processor time where there is a clock of it.
clock = getattr(time, "clock", None) or (lambda: 0)


def in_use():
    gc.collect()
    gc.collect()
    heap = gc.mem_alloc()
    if not socket:
        return heap, 0, 0
    with open("/proc/self/statm") as file:
        resident = int(file.read().split()[1]) * 4
    return heap, len(os.listdir("/proc/self/fd")), resident


async def one_round():
    spent = []
    for part, operations in ((tasks, TASKS), (switches, SWITCHES), (timers, TIMERS), (waits, WAITS)):
        start = clock()
        await part()
        spent.append((part.__name__, (clock() - start) * 1e9 / max(operations, 1)))
    if socket and CONNECTIONS:
        start = clock()
        await connections()
        spent.append(("connections", (clock() - start) * 1e9 / CONNECTIONS))
    return spent


def middle(rounds):
    return [(part[0][0], sorted(ns for _, ns in part)[len(part) // 2]) for part in zip(*rounds)]


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    server = await asyncio.start_server(serve, "0.0.0.0", PORT, 40) if socket else None
    # All that grows has grown after some rounds.
    few = max(1, min(5, ROUNDS // 4))
    for _ in range(few):
        await one_round()
    first = []
    for _ in range(few):
        first.append(await one_round())
    await asyncio.sleep_ms(20)
    start = in_use()
    last = []
    for _ in range(ROUNDS - few):
        last.append(await one_round())
        if len(last) > few:
            last.pop(0)
    await asyncio.sleep_ms(20)
    end = in_use()
    print("counts", " ".join("%s=%d" % pair for pair in sorted(counts.items())))
    for name, a, b in zip(("heap", "descriptors", "resident_kib"), start, end):
        print("use", name, a, b)
    for (name, a), (_, b) in zip(middle(first), middle(last)):
        print("ns", name, int(a), int(b))
    # The heap: what lies about on the stack keeps some objects alive, at random.
    grown = end[0] - start[0] > 8192 or end[1] != start[1] or end[2] - start[2] > 2048
    print("FAILED soak: it has grown" if grown else "FAILED soak: a timer was early" if counts["early"] else "soak ok")
    if server:
        server.close()
        await server.wait_closed()


asyncio.run(main())
