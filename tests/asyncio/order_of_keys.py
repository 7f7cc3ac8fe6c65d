# A TaskQueue gives tasks in the order of their keys, compared as ticks: also across the point where ticks
# wrap around, and with equal keys in order of arrival.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


def order(keys):
    q = core.TaskQueue()
    ts = []
    for k in keys:
        t = core.Task(job())
        ts.append(t)
        q.push(t, k)
    r = []
    while q.peek():
        t = q.peek()
        assert q.pop() is t
        r.append(ts.index(t))
    print(r)


order([5, 4, 3, 2, 1])
order([1, 2, 3, 4, 5])
order([2, 1, 2, 1, 2, 1])
order([3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5])
end = core.ticks_add(0, -1)
order([0, end, 1, end - 1, 0, end])
order([end, 0])
order([10, 0, end - 10, end])
