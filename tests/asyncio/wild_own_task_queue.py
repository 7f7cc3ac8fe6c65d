# A program's own queue of tasks, from core.TaskQueue(): waiters sorted by a key of the program's choice.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

q = core.TaskQueue()


def wait(key):
    q.push(core.cur_task, key)
    core.cur_task.data = q
    yield


async def waiter(n, key):
    try:
        await wait(key)
        print("woke", n)
    except asyncio.CancelledError:
        print("cancelled", n)


async def main():
    ts = [asyncio.create_task(waiter(n, k)) for n, k in enumerate((30, 10, 20, 10))]
    await asyncio.sleep_ms(0)
    print(ts.index(q.peek()), q.peek().ph_key)
    ts[2].cancel()
    await asyncio.sleep_ms(0)
    while q.peek():
        core._task_queue.push(q.pop())
    for t in ts:
        await t


asyncio.run(main())
