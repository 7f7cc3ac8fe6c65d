# Carries out a program of outside.py on the firmware, and says what must not be: a refused coroutine that began, another value,
# a task left over; and after it memory, descriptors or processor time that are not back where they were.
#
# Threads may run without a GIL, so whatever two of them touch is guarded, and every name is there from the start.
import _asyncio
import _thread
import array
import asyncio
import gc
import os
import sys
import time
from asyncio import core

import ffi

import micropython

libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")
dup = libc.func("i", "dup", "i")
close = libc.func("i", "close", "i")
clock = libc.func("l", "clock", "")  # microseconds of processor time, all threads together

PAIRS = 24  # more than enough for epoll
BUSY = 4  # of these nobody waits for from the start
PLACES = 8
LATE_MS = 20
HEAP_SLACK = 16000
RESIDENT_SLACK = 6000  # KiB
DESCRIPTOR_SLACK = 3  # the loop's own
# Without a GIL MicroPython's collector does not stop other threads, and frees what they move meanwhile.
COLLECTS = sys.implementation._thread == "GIL"
IDLE_MS = 60
IDLE_US = 25000

loop = asyncio.get_event_loop()
guard = _thread.allocate_lock()
began = alive = wrong_values = 0
over = False
tasks = []
events = []
flags = []
parked = []
pairs = []
spare = []
baseline = None


async def never():
    global began
    began += 1


async def value(n):
    for _ in range(n % 4):
        await asyncio.sleep_ms(n % 2)
    return n


def pair():
    fds = array.array("i", (0, 0))
    socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
    return [open(fd, "r+b", 0) for fd in fds]


def readable(s):
    yield core._io_queue.queue_read(s)


def park(k):
    with guard:
        parked[k] = core.cur_task
    try:
        yield
    finally:
        with guard:
            parked[k] = None


def unpark(k):
    with guard:
        t = parked[k]
        if t is not None:
            parked[k] = None
            core._task_queue.push(t)


async def parks(k):
    await park(k)


def enter(n):
    way = n % 5
    if way == 0:
        asyncio.run(never())
    elif way == 1:
        loop.run_until_complete(never())
    elif way == 2:
        loop.run_forever()
    elif way == 3:
        core.run_until_complete()
    else:
        loop.run_until_complete(tasks[n % len(tasks)])


def scheduled(n):
    try:
        kind = n % 6
        if kind == 0:
            events[n % PLACES].set()
        elif kind == 1:
            asyncio.create_task(value(n))
        elif kind == 2:
            tasks[n % len(tasks)].cancel()
        elif kind == 3:
            flags[n % PLACES].set()
        elif kind == 4:
            asyncio.new_event_loop()
        else:
            enter(n)
    except (RuntimeError, MemoryError, IndexError):
        pass


# What any thread may do.
def anywhere(name, n):
    if name == "enter":
        enter(n)
    elif name == "schedule":
        micropython.schedule(scheduled, n)
    elif name == "collect":
        if COLLECTS:
            gc.collect()
    elif name == "allocate":
        bytearray(n * 4000)
    elif name == "write":
        pairs[n % PAIRS][1].write(b"x")


async def task_step(me, name, n, k):
    if name == "sleep":
        await asyncio.sleep_ms(n % 8)
    elif name == "turn":
        await asyncio.sleep_ms(0)
    elif name == "flag":
        await asyncio.wait_for_ms(flags[me].wait(), LATE_MS)
    elif name == "event":
        await asyncio.wait_for_ms(events[k % PLACES].wait(), LATE_MS)
    elif name == "park":
        await asyncio.wait_for_ms(parks(me), LATE_MS)
    elif name == "read":
        s = pairs[n % PAIRS][0]
        await asyncio.wait_for_ms(readable(s), k)
        s.read(9)
    elif name == "spawn":
        await asyncio.create_task(value(n))
    elif name == "cancel":
        tasks[n % len(tasks)].cancel()
    elif name == "gather":
        await asyncio.gather(value(n), value(k), return_exceptions=True)
    elif name == "timeout":
        await asyncio.wait_for_ms(asyncio.Event().wait(), n % 5)
    elif name == "close":
        # Under its waiter, or after it, and with its number taken at once. Whoever else has the file can read what comes then.
        if k % 2:
            n %= BUSY
            try:
                await asyncio.wait_for_ms(readable(pairs[n][0]), k % 8)
            except (asyncio.TimeoutError, RuntimeError):  # noqa: UP041
                pass
        pairs[n % PAIRS][0].close()
        pairs[n % PAIRS][1].write(b"x")
        pairs[n % PAIRS][1].close()
        pairs[n % PAIRS] = pair()
    elif name == "take":
        # Its number goes to something else first.
        old = pairs[n % PAIRS]
        old[0].close()
        with open("/dev/null" if k % 2 else "/proc/self/stat", "rb") as file:
            await asyncio.sleep_ms(k % 4)
            file.read(1)
        old[1].write(b"x")
        old[1].close()
        pairs[n % PAIRS] = pair()
    elif name == "dup":
        spare.append(dup(pairs[n % PAIRS][0].fileno()))
    elif name == "child":
        os.system("sleep 0.4 >/dev/null 2>&1 &")
    elif name == "file":
        with open("/proc/self/stat", "rb") as file:
            await asyncio.StreamReader(file).read(9)
    elif name != "reset":
        anywhere(name, n)


async def task_body(me, steps):
    for name, n, k in steps:
        try:
            await task_step(me, name, n, k)
        except (Exception, asyncio.CancelledError) as er:
            if not isinstance(er, ALLOWED):
                sys.print_exception(er)
                print("a task's step", name, "raised", type(er).__name__)


ALLOWED = (asyncio.CancelledError, asyncio.TimeoutError, OSError, RuntimeError, MemoryError, TypeError, ValueError)


def thread_step(name, n, k):
    if name == "sleep":
        time.sleep_ms(n % 8)
    elif name == "spin":
        for _ in range(n * 20):
            pass
    elif name == "flag":
        flags[n % PLACES].set()
    elif name == "unpark":
        unpark(n % PLACES)
    elif name == "own_queue":
        queue = core.TaskQueue()
        t = core.Task(value(n))
        queue.push(t)
        if queue.pop() is not t:
            print("a thread's own queue gave another task")
    elif name == "own_poll":
        _asyncio.IOQueue().wait_io_event(n % 4)
    elif name == "reset":
        asyncio.new_event_loop()
        print("a thread has reset a loop that runs")
    elif name in ("run", "loop"):
        run(asyncio.run if name == "run" else loop.run_until_complete, n)
    else:
        anywhere(name, n)


# A run that is taken or refused, as it happens.
def run(way, n):
    global wrong_values
    started = False

    async def job():
        nonlocal started
        started = True
        return await value(n)

    try:
        if way(job()) != n:
            wrong_values += 1
    except RuntimeError:
        if started:
            wrong_values += 1


def thread_body(steps):
    global alive
    for name, n, k in steps:
        try:
            thread_step(name, n, k)
        except (OSError, RuntimeError, MemoryError):
            pass
        except Exception as er:
            # Another step may have closed the stream.
            if not isinstance(er, ValueError) or "closed" not in str(er):
                sys.print_exception(er)
                print("a thread's step", name, "raised", type(er).__name__)
    with guard:
        alive -= 1


def start(threads):
    global alive
    alive = len(threads)
    for steps in threads:
        _thread.start_new_thread(thread_body, (steps,))


async def whole(tree):
    tasks.append(asyncio.current_task())
    for me, steps in enumerate(tree["tasks"]):
        tasks.append(asyncio.create_task(task_body(me, steps)))
    # Nobody cancels the first: it sees to it that all come to their ends.
    first = tasks.pop(0)
    silent = [asyncio.create_task(stays_silent(p[0])) for p in pairs[BUSY:]]
    start(tree["threads"])
    while alive or not all(t.done() for t in tasks):
        await asyncio.sleep_ms(2)
        for k in range(PLACES):
            unpark(k)
    # Those that are waited on already say so.
    silent += [asyncio.create_task(stays_silent(p[0])) for p in pairs]
    await asyncio.sleep_ms(5)
    since = clock()
    await asyncio.sleep_ms(IDLE_MS)
    if clock() - since > IDLE_US:
        print("idle, it took", clock() - since, "us")
    for t in silent:
        t.cancel()
    await asyncio.sleep_ms(5)
    return first is core.cur_task


async def stays_silent(s):
    try:
        while True:
            await readable(s)
            if s.read(64) == b"":
                break
    except (OSError, RuntimeError, ValueError):
        pass


def footprint():
    with open("/proc/self/status") as file:
        resident = next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))
    return gc.mem_alloc(), len(os.listdir("/proc/self/fd")), resident


def scrub(n):
    a = b = c = d = None
    return scrub(n - 1) if n else (a, b, c, d)


def fill(things, make, count):
    things[:] = [make() for _ in range(count)]


def carry_out(tree):
    global began, wrong_values
    began = wrong_values = 0
    asyncio.new_event_loop()
    fill(events, asyncio.Event, PLACES)
    fill(flags, asyncio.ThreadSafeFlag, PLACES)
    fill(parked, lambda: None, PLACES)
    fill(pairs, pair, PAIRS)
    tasks.clear()
    loop.set_exception_handler(lambda loop, context: None)
    if tree["kind"] == "loop":
        if asyncio.run(whole(tree)) is not True:
            print("the run gave something else")
    else:
        tasks.append(None)
        start(tree["threads"])
        while alive:
            time.sleep_ms(1)
        if asyncio.run(value(5)) != 5:
            print("the last run gave something else")
    if began:
        print("refused coroutines that began:", began)
    if wrong_values:
        print("runs that were neither taken nor refused:", wrong_values)
    if core.cur_task is not None:
        print("a task is current after all runs")
    for p in pairs:
        p[0].close()
        p[1].close()
    for fd in spare:
        close(fd)
    for things in (tasks, events, flags, parked, pairs, spare):
        things.clear()


SMALL = {"kind": "loop", "tasks": [[["read", 1, 1]], [["spawn", 1, 1]]], "threads": [[["sleep", 1, 1]]]}


def left_behind():
    """What is in use when nothing of a program should be, and what of it is too much: [(what, was, is), ...]."""
    asyncio.new_event_loop()
    for _ in range(3):
        scrub(40)
        gc.collect()
    now = footprint()
    names = ("heap", "descriptors", "resident size")
    slacks = (HEAP_SLACK, DESCRIPTOR_SLACK, RESIDENT_SLACK)
    rows = zip(names, baseline or now, now, slacks)  # noqa: B905
    return now, [(what, was, is_now) for what, was, is_now, slack in rows if is_now - was > slack]


def program(number, tree):
    print("#program", number)
    carry_out(tree)


def look(number, again):
    """Whether to look again, after another program, because something was left behind; the second time it is said."""
    global baseline
    now, too_much = left_behind()
    # What is loaded and made for good is there after the second.
    if number == 1:
        baseline = now
    if too_much and not again:
        carry_out(SMALL)
        return True
    for what, was, is_now in too_much:
        print("the", what, "was", was, "and is", is_now)
    return False
