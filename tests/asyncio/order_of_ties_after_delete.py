# Order of arrival among equals holds also after tasks were taken out of the queue.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


def name(t):
    return ts.index(t)


for gone in ((0,), (3,), (7,), (0, 1, 2), (7, 6, 5), (4, 0, 7, 2), (1, 3, 5, 7)):
    ts = [core.Task(job()) for _ in range(8)]
    q = core.TaskQueue()
    for t in ts:
        q.push(t, 100)
    for n in gone:
        q.remove(ts[n])
    first = name(q.pop())
    q.push(ts[gone[0]], 100)
    order = []
    while q.peek():
        order.append(name(q.pop()))
    print(gone, first, order)
