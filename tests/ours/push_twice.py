# Pushing a task that is in a queue, this one or another, is a RuntimeError, and nothing is changed.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


q, q2 = _asyncio.TaskQueue(), _asyncio.TaskQueue()
ts = [_asyncio.Task(job()) for _ in range(5)]
for n, t in enumerate(ts):
    q.push(t, 10 + n)
for t in ts:
    for args in ((t,), (t, 0), (t, t.ph_key)):
        for queue in (q, q2):
            try:
                queue.push(*args)
                print("no error")
            except RuntimeError:
                pass
print([t.ph_key for t in ts], q2.peek())
print([ts.index(q.pop()) for _ in ts], q.peek())
# After it left, it can be pushed again.
q2.push(ts[0], 1)
print(q2.pop() is ts[0])
