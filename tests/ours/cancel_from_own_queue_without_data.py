# A task that a program keeps in a queue of its own, without saying so in task.data, can be cancelled: it is
# taken from there.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

q = core.TaskQueue()


def park(key):
    q.push(core.cur_task, key)
    yield


async def job(n):
    try:
        await park(core.ticks_add(core.ticks(), 100000 + n))
        print("woke", n)
    except asyncio.CancelledError:
        print("cancelled", n)


async def main():
    ts = [asyncio.create_task(job(n)) for n in range(3)]
    await asyncio.sleep_ms(0)
    print(ts[1].cancel())
    await asyncio.sleep_ms(0)
    print([t.done() for t in ts])
    while q.peek():
        core._task_queue.push(q.pop())
    await asyncio.sleep_ms(0)
    print([t.done() for t in ts])


asyncio.run(main())
