# Two cores alive at once: each runs its own tasks, and neither has those of the other.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

import sys

first = asyncio
for k in list(sys.modules):
    if k.startswith("asyncio"):
        del sys.modules[k]
import asyncio  # noqa: E402

second = asyncio


async def job(a, n):
    for i in range(2):
        await a.sleep_ms(0)
    print("job", n, a.core.cur_task is not None)
    return n


async def main(a, n):
    ev = a.Event()
    t = a.create_task(job(a, n))
    t2 = a.create_task(ev.wait())
    ev.set()
    await t2
    return await t


a_left = first.create_task(job(first, "left"))
print(second.run(main(second, 2)), a_left.done())
print(first.run(main(first, 1)), a_left.done())
print(second.run(main(second, 4)), first.core._task_queue.peek(), second.core._task_queue.peek())


async def nested():
    c = main(second, 5)
    try:
        second.run(c)
        print("no error")
    except RuntimeError:
        print("RuntimeError")
    await first.sleep_ms(1)
    return "outer"


print(first.run(nested()))
print(second.run(main(second, 6)))
