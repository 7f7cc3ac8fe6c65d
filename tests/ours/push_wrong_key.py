# TaskQueue.push() with a key that is no small integer is a TypeError; the task is not queued and can be
# pushed after it.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


q = _asyncio.TaskQueue()
a, b = _asyncio.Task(job()), _asyncio.Task(job())
q.push(b, 1)
for key in ("x", 1.5, None, [], object(), b, 1 << 100, -(1 << 100)):
    try:
        q.push(a, key)
        print("no error", key)
    except (TypeError, OverflowError) as er:
        print(type(er).__name__ if not isinstance(key, int) else "refused")
print(q.pop() is b, q.peek())
q.push(a, 3)
print(q.pop() is a, a.ph_key)
