# TaskQueue.remove() of something that is no task is a TypeError, and of a task that is not in this queue a
# ValueError; nothing is changed.
# https://github.com/micropython/micropython/issues/12871

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


q, q2 = _asyncio.TaskQueue(), _asyncio.TaskQueue()
ts = [_asyncio.Task(job()) for _ in range(4)]
for queue in (q, q2):
    for obj in (None, "abc", 1, [], object(), q, job, ts[0], ts[1]):
        try:
            queue.remove(obj)
            print("no error", obj)
        except (TypeError, ValueError) as er:
            print(type(er).__name__, end=" ")
    print()
    for n, t in enumerate(ts[2:]):
        if queue is q:
            queue.push(t, n)
# Both are in q: q2 does not have them, empty or not.
for _ in range(2):
    for t in ts[2:]:
        try:
            q2.remove(t)
            print("no error")
        except ValueError:
            print("ValueError", end=" ")
    if not q2.peek():
        q2.push(ts[1], 0)
print()
print(q.remove(ts[2]), q.pop() is ts[3], q.peek(), q2.pop() is ts[1])
try:
    q.remove(ts[2])
except ValueError:
    print("ValueError")
