# TaskQueue.pop() of an empty queue is an IndexError, again and again, and the queue works after it.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


q = _asyncio.TaskQueue()
t = _asyncio.Task(job())
for _ in range(3):
    for _ in range(2):
        try:
            q.pop()
            print("no error")
        except IndexError:
            print("IndexError")
    q.push(t)
    print(q.pop() is t, q.peek())
