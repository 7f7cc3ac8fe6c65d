# The world that a generated program runs in: its events, locks, queues and named tasks, and the trace that it prints.
# It keeps a program away from what crashes stock, and knows nothing of which arm it runs on.
import asyncio
import gc
import socket
import sys
import time

import asyncio.funcs
from asyncio import core

import _virtual

HALF = _virtual.half_period
TASKS = {}  # name -> the task last created under it
NAMES = []  # (task, name), which also keeps every task alive; empty in a program that watches the collector
EVENTS = []
LOCKS = []
QUEUES = []
SOCKETS = []
started = 0
dead = False
keep = True


class Oops(Exception):
    pass


class Base(BaseException):
    pass


OWN = (Oops, Base)
CancelledError = asyncio.CancelledError
TimeoutError = asyncio.TimeoutError
sleep_ms = asyncio.sleep_ms
sleep = asyncio.sleep
ORIGINAL = core.create_task


def show(x):
    if isinstance(x, BaseException):
        return type(x).__name__ + (repr(x.args) if isinstance(x, OWN) else "")
    if isinstance(x, core.Task):
        return name_of(x)
    if isinstance(x, (list, tuple)):
        return "[" + ", ".join([show(item) for item in x]) + "]"
    if x is None or x is True or x is False or isinstance(x, (int, str)):
        return repr(x)
    if isinstance(x, type):
        return x.__name__
    if isinstance(x, core.TaskQueue):
        return "queue"
    return "callable" if callable(x) else "object"


def name_of(task):
    for one, name in NAMES:
        if one is task:
            return name
    return "none" if task is None else "other" if keep else "task"


def say(me, *what):
    # How long a deadlock lasts until it is found out is not the same in both arms.
    print("-" if dead else time.ticks_diff(time.ticks_ms(), started), me, *[show(x) for x in what])


def attempt(f, *args):
    try:
        return f(*args)
    except Exception as er:
        return type(er).__name__


# A third party's queue: it parks a task by the task's data, as gather and aioble do.
class Queue:
    def __init__(self):
        self.waiting = core.TaskQueue()
        self.fails = 0

    def park(self, key):
        if key is None:
            self.waiting.push(core.cur_task)
        else:
            self.waiting.push(core.cur_task, time.ticks_add(time.ticks_ms(), key))
        core.cur_task.data = self
        yield
        return key

    def wake(self):
        if not self.waiting.peek():
            return False
        core._task_queue.push(self.waiting.pop())
        return True

    def remove(self, task):
        if self.fails:
            self.fails -= 1
            raise Oops("remove")
        self.waiting.remove(task)
        say("remove", task)


# Something like a coroutine: it counts down, rescheduling itself, as a wrapper or a hand-written one would.
class Counter:
    def __init__(self, me, n, gap):
        self.me = me
        self.n = n
        self.gap = gap

    def send(self, value):
        say(self.me, "send", self.n, value)
        if not self.n:
            raise StopIteration("counted")
        self.n -= 1
        core._task_queue.push(core.cur_task, time.ticks_add(time.ticks_ms(), self.gap))

    def throw(self, er):
        say(self.me, "throw", er)
        raise er

    close = None


# Wraps a coroutine as a profiler does: an object with send and throw of its own.
class Wrapped:
    def __init__(self, coro):
        self.coro = coro

    def send(self, value):
        return self.coro.send(value)

    def throw(self, er):
        return self.coro.throw(er)


# Yields by putting itself back on the queue, due in n milliseconds.
def hop(n):
    if n is None:
        core._task_queue.push(core.cur_task)
    else:
        core._task_queue.push(core.cur_task, time.ticks_add(time.ticks_ms(), n))
    yield n


# Whether stock can be asked to await this task: not when that is a cycle, or when its result has got lost.
def awaitable(task):
    if task is None or task is core.cur_task:
        return False
    if task.done():
        return isinstance(task.data, BaseException)
    seen = task
    for _ in range(30):
        if not isinstance(seen, core.Task):
            return True
        if seen is core.cur_task:
            return False
        seen = seen.data
    return False


async def join(name):
    task = TASKS.get(name)
    if not awaitable(task):
        return "unawaitable"
    return await task


# A way to sleep that wait_for() can be given.
def sleep_that_raises(er):
    def sleep(delay):
        raise er

    return sleep


# Throws into a coroutine of the library that has not begun.
def thrown(which, er):
    coro = (
        EVENTS[0].wait,
        LOCKS[0].acquire,
        lambda: asyncio.wait_for_ms(nothing(1), 5),
        lambda: asyncio.wait_for(nothing(1), None),
        lambda: asyncio.gather(nothing(1)),
    )[which]()
    try:
        return "returned", coro.throw(er)
    except BaseException as got:
        return got


# Drives a coroutine by hand and hands on what goes in and out, both of which it says. When it has been resumed for the time
# `at`, it does `what` instead of resuming the coroutine as it should.
def driven(me, coro, at, what, er=None):
    if not hasattr(coro, "send"):
        return (yield from coro)
    number = 0
    try:
        told = coro.send(5 if what == "early" else None)
        while True:
            say(me, "told", told)
            number += 1
            try:
                got, thrown = (yield told), None
            except BaseException as thrown_er:
                got, thrown = None, thrown_er
            act = what if number == at else None
            if act == "throw":
                told = coro.throw(er)
            elif act == "close":
                try:
                    return coro.close()
                except RuntimeError:
                    yield  # it waits although it was closed: stock may not end a task that is queued
                    raise
            elif act == "drop":
                return act
            elif act == "hand over":
                spawn("h", Wrapped(coro))
                return act
            elif thrown is not None:
                told = coro.throw(thrown)
            else:
                told = coro.send(5 if act == "five" else got)
    except StopIteration as end:
        value = end.value
    # It is over for good.
    try:
        say(me, "goes on", coro.send(None))
    except StopIteration as end:
        say(me, "over", end.value)
    return value


# Wakes whoever waits, again and again, so that few programs end in a deadlock.
async def poke():
    for n in range(12):
        await sleep_ms(7)
        for event in EVENTS:
            event.set()
        for queue in QUEUES:
            say("poke", n, queue.wake())
        for s in SOCKETS:
            s.send()
        for lock in LOCKS:
            release(lock)
    stop()


async def sleep_a_little():
    await sleep_ms(150)


async def nothing(value):
    return value


# What gather and wait_for are given: a named task where it can be awaited, else something that is done at once.
def aw(name):
    task = TASKS.get(name)
    return task if awaitable(task) else nothing("instead of " + name)


def known(task, name):
    if keep:
        NAMES.append((task, name))


def spawn(name, coro):
    task = asyncio.create_task(coro)
    TASKS[name] = task
    known(task, name)
    return name


def cancel(name):
    task = TASKS.get(name)
    return None if task is None else attempt(task.cancel)


def cancel_current():
    return attempt(core.cur_task.cancel)


def state(name):
    task = TASKS.get(name)
    return None if task is None else [task.done(), task.state, task.data if task.done() else 0]


def callback(name, number, fails):
    task = TASKS.get(name)

    def called(task, er):
        say("callback", number, task, er, core.cur_task)
        if fails:
            raise Oops("callback")

    if task is None or task.state is not True:
        return False
    task.state = called
    return True


# A socket that sends to itself: what is sent can be read at once, so no real time passes. (A stream without a file
# descriptor would not do: for each of those stock takes a millisecond at every turn of the loop.)
class Socket:
    def __init__(self):
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        for port in range(20000, 60000):
            try:
                self.address = socket.getaddrinfo("127.0.0.1", port)[0][-1]
                self.socket.bind(self.address)
                break
            except OSError:
                pass

    # Stock loses the first of two readers of a stream, and a writer when the reader is cancelled, so there is only one.
    def read(self):
        if id(self.socket) in core._io_queue.map:
            return "taken"
        yield core._io_queue.queue_read(self.socket)
        return len(self.socket.recv(9))

    def write(self):
        if id(self.socket) in core._io_queue.map:
            return "taken"
        yield core._io_queue.queue_write(self.socket)
        return self.socket.sendto(b"w", self.address)

    def send(self):
        return self.socket.sendto(b"s", self.address)

    def drain(self):
        try:
            while self.socket.recv(9):
                pass
        except OSError:
            pass


def head():
    return core._task_queue.peek()


def requeue(n):
    if not core._task_queue.peek():
        return None
    task = core._task_queue.pop()
    core._task_queue.push(task, time.ticks_add(time.ticks_ms(), n))
    return task


def busy(n):
    time.sleep_ms(n)


def release(lock):
    return attempt(lock.release)


def fail_remove(queue):
    queue.fails = 1


def handler(kind):
    def handle(loop, context):
        say("handler", context["exception"], context["future"], context["message"])
        if kind == 2:
            raise Oops("handler")

    asyncio.get_event_loop().set_exception_handler(handle if kind else None)


def outcome(number, f, *args):
    global dead
    try:
        say("run", number, "returned", f(*args))
    except BaseException as er:
        dead = _virtual.alive()
        say("run", number, "raised", er)
        if dead:
            raise er
    say("run", number, "left")


def run(number, coro):
    outcome(number, asyncio.run, coro)


def run_task(number, coro):
    task = asyncio.create_task(coro)
    known(task, "main" + str(number))
    outcome(number, asyncio.get_event_loop().run_until_complete, task)


def run_forever(number, coro):
    spawn("forever" + str(number), coro)
    outcome(number, asyncio.get_event_loop().run_forever)


# The task may be new, running, awaited or done already.
def run_named(number, name):
    if TASKS.get(name):
        outcome(number, asyncio.get_event_loop().run_until_complete, TASKS[name])


def drain(number):
    outcome(number, core.run_until_complete)


# Collects at nearly every allocation, so that what only the module holds is found missing.
def collect():
    global keep
    keep = False
    gc.threshold(4096)


def swap_queue():
    queue = core.TaskQueue()
    while core._task_queue.peek():
        task = core._task_queue.pop()
        data = task.data
        queue.push(task, task.ph_key)
        task.data = data
    core._task_queue = queue


# As a profiler does: what is made through the core from now on is wrapped.
def swap_create():
    def create_task(coro):
        say("created", hasattr(coro, "send"))
        return ORIGINAL(Wrapped(coro) if hasattr(coro, "send") else coro)

    core.create_task = create_task if core.create_task is ORIGINAL else ORIGINAL


# The package keeps what it has loaded: these, and not what a program puts in their places.
KEPT = (asyncio.wait_for, asyncio.wait_for_ms, asyncio.gather)

# What a program can put functions of its own in place of, and whether it is a coroutine function.
funcs = sys.modules["asyncio.funcs"]
PATCHED = (
    (asyncio.Event, "wait", True),
    (asyncio.Event, "set", False),
    (asyncio.Event, "clear", False),
    (asyncio.Event, "is_set", False),
    (asyncio.Lock, "acquire", True),
    (asyncio.Lock, "release", False),
    (asyncio.Lock, "locked", False),
    (asyncio.Lock, "__aenter__", False),
    (asyncio.Lock, "__aexit__", True),
    (funcs, "wait_for", True),
    (funcs, "_run", True),
    (core, "_promote_to_task", False),
    (core, "sleep_ms", False),
    (core, "sleep", False),
    (core, "run_until_complete", False),
    (core.Loop, "create_task", False),
)
REPLACED = {}  # number in PATCHED -> what was there


def patch(n, er=None):
    owner, name, is_coro = PATCHED[n]
    if n in REPLACED:
        setattr(owner, name, REPLACED.pop(n))
        return False
    before = REPLACED[n] = getattr(owner, name)

    async def coro(*args):
        say("patched", name)
        if er is not None:
            raise er
        return await before(*args)

    def function(*args):
        say("patched", name)
        if er is not None:
            raise er
        return before(*args)

    setattr(owner, name, coro if is_coro else function)
    return True


def stop():
    asyncio.get_event_loop().stop()


def things():
    EVENTS[:] = [asyncio.Event() for _ in range(3)]
    LOCKS[:] = [asyncio.Lock() for _ in range(2)]
    QUEUES[:] = [Queue() for _ in range(2)]
    if not SOCKETS:
        SOCKETS[:] = [Socket() for _ in range(2)]
    for s in SOCKETS:
        s.drain()


# What a program makes of the library's classes.
class LoudEvent(asyncio.Event):
    def set(self):
        say("loud set")
        super().set()

    async def wait(self):
        say("loud wait")
        return await super().wait()


class LoudLock(asyncio.Lock):
    def __init__(self):
        super().__init__()
        self.extra = 1

    async def acquire(self):
        say("loud acquire")
        return await super().acquire()

    def release(self):
        say("loud release")
        super().release()


class NamedEvent(asyncio.Event):
    def __init__(self, name):
        self.name = name
        super().__init__()

    def is_set(self):
        return self.name, super().is_set()


def loud():
    EVENTS[1] = LoudEvent()
    EVENTS[2] = NamedEvent("named")
    LOCKS[1] = LoudLock()


# What a program writes to an Event or a Lock, past their methods.
def write(it, name, value):
    if name == "method":
        it.set = it.release = lambda: say("own", value)
    else:
        setattr(it, name, core.TaskQueue() if name == "waiting" else value)
    return it.state


# Tasks of the old loop must not be cancelled from the new one (stock looks for them in the wrong queue).
def new_loop():
    asyncio.new_event_loop()
    TASKS.clear()
    things()


def program(number, clock, source):
    global started, dead, keep
    dead = False
    keep = True
    gc.threshold(-1)
    core.create_task = ORIGINAL
    for n in list(REPLACED):
        patch(n)
    print("#program", number)
    core._stop_task = None
    core.cur_task = None
    handler(0)
    new_loop()
    NAMES.clear()
    gc.collect()
    _virtual.set_clock(clock)
    started = time.ticks_ms()
    _virtual.watchdog(1000)
    env = dict(globals())
    exec(source, env)
    try:
        env["go"]()
    except BaseException as er:
        if not dead:
            sys.print_exception(er)
        say("program", "raised", er)
    for name in sorted(TASKS):
        say("end", name, state(name))
    _virtual.alive()
    if _virtual.watchdog(0):
        sys.exit(78)
    print("#end", number)
