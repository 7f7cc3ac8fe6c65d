# After "from asyncio import *" a program's own module may call _asyncio.TaskQueue() and new_event_loop():
# its own names, run among them, stay what they were.

try:
    import _asyncio
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

try:
    exec("from asyncio import *", {})
except AttributeError:
    # MicroPython 1.28 takes no name from a module whose __getattr__ knows no __all__.
    print("SKIP")
    raise SystemExit

source = """
from asyncio import *
import _asyncio

before = {k: v for k, v in globals().items() if k != "before"}

def queue():
    return _asyncio.TaskQueue()

def main_loop():
    return new_event_loop()

async def job():
    await sleep_ms(1)
    return "value"

def check():
    g = globals()
    return [k for k in before if g[k] is not before[k]]
"""
d = {"__name__": "program"}
exec(source, d)
q = d["queue"]()
print(q.peek())
print(d["check"]())
print(d["run"](d["job"]()))
print(d["main_loop"]() is asyncio.get_event_loop())
print(d["check"]())
print(d["run"](d["job"]()))
print(_asyncio.TaskQueue().peek(), asyncio.run(d["job"]()))
