# The objects that misuse programs are made of: of every type, subclasses that forget their base's __init__, hostile ones.
# Whatever a program does here may raise; it may not crash the firmware, nor outlive an interrupt.
import array
import asyncio
import ffi
import gc
import io
import micropython
import select
import sys

import _asyncio
import _virtual

import asyncio.event
import asyncio.funcs
import asyncio.lock
import asyncio.stream
from asyncio import core


# At level `task`, and in stock, IOQueue is upstream's in Python, over select.poll(). That crashes once it was given what is no
# stream, when a stream that it asks calls it, and at the fifth descriptor beside a stream that has none. So each is asked alone.
class Poll:
    def __init__(self):
        self.asked = {}

    def register(self, stream, events=5):
        select_poll().register(stream, events)
        self.asked[id(stream)] = stream, events

    def modify(self, stream, events):
        if id(stream) not in self.asked:
            raise OSError(2)
        self.asked[id(stream)] = stream, events

    def unregister(self, stream):
        self.asked.pop(id(stream), None)

    def poll(self, timeout=-1, flags=0):
        ready = []
        for stream, events in list(self.asked.values()):
            poller = select_poll()
            poller.register(stream, events)
            ready += poller.poll(0)
        if not ready:
            select_poll().poll(timeout if timeout >= 0 else 1)
        return ready

    ipoll = poll


select_poll = select.poll
if not hasattr(_asyncio, "IOQueue"):
    core.select = select = type("select", (), {"poll": Poll, "POLLIN": select.POLLIN, "POLLOUT": select.POLLOUT})
    core.new_event_loop()

Task = core.Task
TaskQueue = core.TaskQueue
IOQueue = core.IOQueue
# What programs change, as it was: the core, the other modules, and their classes.
ORIGINALS = [
    (where, {name: getattr(where, name) for name in dir(where) if not name.startswith("__")})
    for where in (core, asyncio.event, asyncio.lock, asyncio.funcs, asyncio.stream)
]
libc = ffi.open(None)
socketpair = libc.func("i", "socketpair", "iiip")
V = {}  # a program's variables
ENDS = []  # the two ends of its connection, once it has one
BLOCKS = []
FILLED = []
ZEROS = [bytes(16 * (n % 20)) for n in range(40)]
depth = 0
left = 0
moved = 0


# Runs one operation; what it raises is right, but an interrupt must end the program.
def t(f):
    global left
    left -= 1
    if left < 0:
        raise SystemExit
    try:
        return f()
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException:
        return None


# More operations, from inside whatever called: a remove, a send, a callback, an ioctl.
def again():
    global depth
    if depth < 4 and BLOCKS:
        depth += 1
        try:
            block = BLOCKS.pop(0)
            BLOCKS.append(block)
            block()
        finally:
            depth -= 1


# One end of a connection, which a program may close, and may then have a new one.
def end(side):
    if not ENDS:
        fds = array.array("i", (0, 0))
        socketpair(1, 1 | 2048, 0, fds)  # AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK
        ENDS[:] = [open(fd, "r+b") for fd in fds]
    return ENDS[side]


# The VM prints whatever a scheduled callback raises, and goes on: an interrupt that hits one ends the program at its next
# operation.
def scheduled(_):
    global left
    try:
        again()
    except (KeyboardInterrupt, SystemExit):
        left = 0


# The repr of a repr of a repr doubles its length each time, and what takes long in native code no interrupt ends.
def short_repr(*args):
    return repr(*args)[:40]


# Adds names wherever a look may have found another one, so that all move, and fills what becomes free with other things.
def move():
    global moved
    for where in [core] + [o for o in V.values() if isinstance(o, (asyncio.Event, asyncio.Lock, asyncio.StreamReader))]:
        for n in range(moved, moved + 8):
            setattr(where, "moved%d" % n, None)
    moved += 8
    if len(FILLED) > 3:
        unharmed()
        FILLED.clear()
    FILLED.append([bytearray(len(zeros)) for zeros in ZEROS])


# Nobody may have written where these are now.
def unharmed():
    for arrays in FILLED:
        for array, zeros in zip(arrays, ZEROS):
            if array != zeros:
                print("memory was written over")
                libc.func("v", "abort", "")()


# Puts a function of the program's into one of the library's modules, with the module's own names around it.
def put(module, name, source, file):
    exec(compile(source % name, file, "exec") if file else source % name, module.__dict__)


def ring():
    return micropython.RingIO(8)


async def coro(*args):
    again()
    await asyncio.sleep_ms(1)
    again()
    return 1


async def failing():
    again()
    raise ValueError


def gen():
    yield
    again()
    yield 5


def rude():
    # Yields without being on any queue.
    while True:
        try:
            yield
        except BaseException:
            again()
            return


# Long chains of what hands on to the next: a C stack that nobody looks at does not hold them.
def writers():
    last = Stream(0)
    for _ in range(2500):
        last = asyncio.StreamWriter(last)
    return last


def waiting_for_each_other():
    task, last = Task(coro()), coro()
    for _ in range(1500):
        last = asyncio.wait_for(task, 1, {1: last}.get)
    return last


def runs_of_each_other():
    task, last = Task(coro()), coro()
    for _ in range(2500):
        last = asyncio.funcs._run(task, last)
    return last


async def loop_of(f):
    f()
    await asyncio.sleep_ms(0)
    f()
    await asyncio.sleep_ms(2)


class SubTask(Task):
    pass


class BareTask(Task):
    def __init__(self, *args):
        pass


class OddTask(Task):
    def __init__(self, *args):
        super().__init__(coro())
        self.extra = 1

    def done(self):
        again()
        return 7

    def __iter__(self):
        return iter((1, 2))


class SubQueue(TaskQueue):
    pass


class BareQueue(TaskQueue):
    def __init__(self, *args):
        pass


class OddQueue(TaskQueue):
    def pop(self):
        again()
        return super().pop()

    def push(self, *args):
        again()
        return super().push(*args)


class SubIO(IOQueue):
    pass


class BareIO(IOQueue):
    def __init__(self, *args):
        pass


class Hostile:
    def __init__(self, coroutine=None):
        self.state = None

    def send(self, value):
        again()
        return value

    def throw(self, *args):
        again()
        raise args[0]

    def remove(self, task):
        again()

    def __call__(self, *args):
        again()
        return args

    def peek(self):
        again()
        return V.get("a")

    def pop(self):
        again()
        return V.get("a")

    def push(self, *args):
        again()

    def __iter__(self):
        again()
        return self

    def __next__(self):
        again()
        raise StopIteration

    def __hash__(self):
        return 3

    def __eq__(self, other):
        again()
        return True

    def __bool__(self):
        again()
        return False

    def __del__(self):
        again()


# An object of one of the library's classes of which an attribute is looked up in Python.
def moving(cls, missing, *args):
    def look(self, name):
        move()
        again()
        if name == "waiting":
            return TaskQueue()
        if name == "out_buf":
            return b"x"
        if name == "s":
            return end(0)
        raise AttributeError(name)

    made = type("Moving", (cls,), {"__getattr__": look})(*args)
    delattr(made, missing)
    return made


# An IOQueue in Python, whose map looks at what there is.
class OwnIO:
    @property
    def map(self):
        move()
        again()
        return V.get("c")

    def wait_io_event(self, ms):
        t(again)  # which counts, since it may be all that happens

    def remove(self, task):
        again()


class Raiser:
    def __getattr__(self, name):
        raise OSError(name)

    def __bool__(self):
        raise OSError


class Stream(io.IOBase):
    def __init__(self, kind=0):
        self.kind = kind

    def ioctl(self, request, argument):
        if self.kind == 1:
            again()
        elif self.kind == 2:
            raise OSError(5)
        elif self.kind == 3:
            return None
        elif self.kind == 4:
            return -5
        elif self.kind == 5:
            return 2**70
        elif self.kind == 6 and request == 10:
            return 987
        return argument if request == 3 else -1


# Some names that a program has added, of which there may be thousands: a list of all would want much memory in one piece.
def added(where, names):
    some = []
    for name in where.__dict__:
        if name not in names and not name.startswith("__") and len(some) < 50:
            some.append(name)
    return some


def carry_out(source):
    try:
        exec(source, globals())
    except (KeyboardInterrupt, SystemExit):
        print("interrupted")
    except BaseException as er:
        sys.print_exception(er)
        print("raised", type(er).__name__)


def tidy():
    V.clear()
    for file in ENDS:
        file.close()
    ENDS.clear()


def program(number, clock, source):
    global depth, left, moved
    print("#program", number)
    for where, names in ORIGINALS:
        more = True
        while more:
            more = added(where, names)
            for name in more:
                delattr(where, name)
        for name, value in names.items():
            setattr(where, name, value)
    V.clear()
    FILLED.clear()
    moved = 0
    ENDS.clear()
    BLOCKS.clear()
    depth = 0
    left = 400
    core.cur_task = None
    try:
        core.new_event_loop()
    except BaseException as er:
        print("the loop cannot be left:", type(er).__name__)
    core.Loop.set_exception_handler(lambda loop, context: None)
    _virtual.set_clock(clock)
    _virtual.watchdog(1000)
    left_to_do = [gc.collect, tidy, unharmed, lambda: carry_out(source)]
    while left_to_do:
        try:
            while left_to_do:
                left_to_do.pop()()
            _virtual.watchdog(0)
        except KeyboardInterrupt:
            print("interrupted")  # the watchdog's, which may come at any time
    _virtual.watchdog(0)
    _virtual.alive()
    print("#end", number)
