# TaskQueue.push() of something that is no task is a TypeError, and the queue is unharmed.
# https://github.com/micropython/micropython/issues/12776

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


class Lookalike:
    data = None
    ph_key = 0


q = _asyncio.TaskQueue()
t = _asyncio.Task(job())
q.push(t, 5)
objs = (None, "abc", 0, 1, True, 1.5, [], {}, b"x", object(), job, _asyncio.Task, _asyncio.TaskQueue(), Lookalike())
n = 0
for obj in objs:
    for args in ((obj,), (obj, 1)):
        try:
            q.push(*args)
            print("no error", obj)
        except TypeError:
            n += 1
print(n == 2 * len(objs))
print(q.peek() is t, t.ph_key, q.pop() is t, q.peek())
