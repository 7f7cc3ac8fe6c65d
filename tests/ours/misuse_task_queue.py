# Every method of TaskQueue with every kind of object, called bound and unbound, with too few and too many
# arguments: an error each time, and the queue still works.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


q = _asyncio.TaskQueue()
t = _asyncio.Task(job())
objs = (None, 0, 1.5, "abc", b"x", [], {}, object(), job, _asyncio, _asyncio.Task, _asyncio.TaskQueue, len)
errors = (TypeError, ValueError, RuntimeError, AttributeError, OverflowError)
bad = 0
for name in ("push", "pop", "peek", "remove"):
    f = getattr(_asyncio.TaskQueue, name)
    g = getattr(q, name)
    for o in objs:
        for args in ((o,), (o, o), (o, t), (o, t, 1), (o, o, o), (o, o, o, o), (t,), (t, o), (t, t), (t, t, 1), (t, o, o)):
            try:
                f(*args)
                print("no error", name, args)
            except errors:
                bad += 1
    for args in ((None, None, None), (t, t, t), (1, 2, 3, 4)):
        try:
            g(*args)
            print("no error", name, args)
        except errors:
            bad += 1
    try:
        g(key=1)
        print("no error", name)
    except errors:
        bad += 1
for args in ((1, 2), (None, None), (t, t, t)):
    try:
        _asyncio.TaskQueue(*args)
        print("no error", args)
    except TypeError:
        bad += 1
for name in ("heap", "no_such", "push_sorted"):
    try:
        getattr(q, name)
        print("no error", name)
    except AttributeError:
        bad += 1
    try:
        setattr(q, name, 1)
        print("no error", name)
    except AttributeError:
        bad += 1
print(bad)
q.push(t, 1)
print(q.peek() is t, q.pop() is t, q.peek())
