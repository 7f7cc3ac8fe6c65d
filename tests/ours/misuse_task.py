# Task with every kind of object: as its coroutine, its globals, its data and its state; with too few and too
# many arguments; with names that it does not have.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


class Object:
    pass


q = _asyncio.TaskQueue()
objs = (None, 0, True, 1.5, "abc", b"x", [], {}, Object(), job, _asyncio, _asyncio.Task, q, len, job())
errors = (TypeError, ValueError, RuntimeError, AttributeError)
for args in ((), (None, {}, None), (1, 2, 3, 4)):
    try:
        _asyncio.Task(*args)
        print("no error", args)
    except TypeError:
        print("TypeError")
try:
    _asyncio.Task(coro=job())
    print("no error")
except TypeError:
    print("TypeError")
for o in objs:
    t = _asyncio.Task(o)
    if t.coro is not o or t.data is not None or t.state is not True or t.ph_key != 0:
        print("wrong", o)
    # Globals that are no dict, or lack the names: an error now or when they are needed.
    try:
        t2 = _asyncio.Task(o, o)
        t2.cancel()
        print("no error", o)
    except (TypeError, RuntimeError, AttributeError, KeyError, ValueError, NameError):
        pass
    for name in ("data", "state"):
        setattr(t, name, o)
        if getattr(t, name) is not o:
            print("wrong", name, o)
    for name in ("coro", "ph_key", "done", "cancel", "no_such"):
        try:
            setattr(t, name, o)
            print("no error", name)
        except AttributeError:
            pass
    for f in (t.done, iter, t.cancel, lambda: next(iter(t)), lambda: q.push(t), lambda: q.pop()):
        try:
            f() if f is not iter else iter(t)
        except (
            TypeError,
            ValueError,
            RuntimeError,
            AttributeError,
            IndexError,
            KeyError,
            NameError,
            StopIteration,
        ):
            pass
t = _asyncio.Task(job())
for name in ("no_such", "ph_child", "ph_next"):
    try:
        getattr(t, name)
        print("no error", name)
    except AttributeError:
        print("AttributeError")
for name in ("data", "state"):
    try:
        delattr(t, name)
        print("no error")
    except AttributeError:
        print("AttributeError")
for f in (t.done, t.cancel):
    try:
        f(1)
        print("no error")
    except TypeError:
        print("TypeError")
print(t.done(), t.state, t.data)
