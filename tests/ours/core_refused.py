# Which dict is taken for a core: one with exactly the names of a known release, whose functions are its own.
# With a name more (a fork, or a program that says no), a name less or a replaced function it is left alone.

try:
    import _asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

source = """
from time import ticks_ms as ticks, ticks_diff, ticks_add
import sys, select
from _asyncio import TaskQueue, Task

class CancelledError(BaseException): pass
class TimeoutError(Exception): pass
_exc_context = {}
class SingletonGenerator: pass
def sleep_ms(t): pass
def sleep(t): pass
class IOQueue:
    def wait_io_event(self, dt): pass
def _promote_to_task(aw): pass
def create_task(coro): pass
def run_until_complete(main_task=None): pass
def run(coro): pass
async def _stopper(): pass
cur_task = None
_stop_task = None
class Loop:
    def run_forever(): pass
    def run_until_complete(aw): pass
def get_event_loop(): pass
def current_task(): pass
def new_event_loop():
    global _task_queue, _io_queue
    _task_queue = TaskQueue()
    _io_queue = IOQueue()
"""

try:
    exec("import select, sys", {})
except (ImportError, NameError):
    print("SKIP")
    raise SystemExit


def f():
    pass


def try_core(label, extra, name=core.__name__):
    d = {"__name__": name}
    exec(source + extra + "\nnew_event_loop()\n", d)
    print(
        label,
        [n for n in "run_until_complete create_task sleep_ms sleep".split() if type(d[n]) is not type(f)],
        d["IOQueue"] is _asyncio.IOQueue,
    )
    return d


d = try_core("exact", "")
d["new_event_loop"]()
print("again", d["IOQueue"] is _asyncio.IOQueue)
try_core("file", "__file__ = 'core.py'")
try_core("more", "no_adoption = True")
try_core("less", "del TimeoutError")
try_core("renamed", "del TimeoutError; Timeout = 1")
try_core("closure", "def f(g):\n  return lambda t: g(t)\nsleep = f(sleep)\ndel f")
try_core("builtin", "sleep_ms = len")
try_core("object", "run_until_complete = 1")
try_core("class", "class create_task: pass")
try_core("io class", "IOQueue = type('IOQueue', (IOQueue,), {})")
try_core("io function", "def IOQueue(): pass")
try_core("task class", "class Task: pass")
try_core("loop", "class Loop: pass")
try_core("queue function", "TaskQueue = (lambda T: lambda: T())(TaskQueue)")
# No name: the dict of an exec() in a program.
d = {}
exec(source + "\nnew_event_loop()\n", d)
print("no name", d["IOQueue"] is _asyncio.IOQueue)

# Under another name it is somebody else's.
try_core("other name", "", "mycore")
