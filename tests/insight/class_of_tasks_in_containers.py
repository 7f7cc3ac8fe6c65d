# What begins with the class Task in memory, as the items of a list can, is no task.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

Task = _asyncio.Task


async def waits():
    await event.wait()


async def sleeps():
    await asyncio.sleep_ms(100000)


def names(what):
    records = _asyncio.tasks()
    print(what, sorted((r.name, r.state) for r in records))
    print(len(repr([r.task for r in records])) > 0)


async def main():
    tasks = [asyncio.create_task(waits()) for _ in range(3)]
    tasks += [asyncio.create_task(sleeps()) for _ in range(2)]
    await asyncio.sleep_ms(0)
    a, b = tasks[0], tasks[4]
    kept = []
    # As many items as a task has words, and more.
    for size in (8, 12, 16):
        for items in ((a, b), (a, 1), (b, event), (a, None), (1, 2), (None, a), (event, lock)):
            kept.append(([Task] + list(items) * size)[:size])
            kept.append(([Task, a] + list(items) * size)[:size])
            kept.append(([Task, a, b, a] + list(items) * size)[:size])
    names("lists")
    kept.clear()
    # In a set and a dict it lies anywhere, with places beside it that are empty.
    for n in range(1, 24):
        kept.append({Task} | set(range(n)))
        kept.append({Task} | set(range(100, 100 + n)))
        d = {Task: a}
        d.update({i: b for i in range(n)})
        kept.append(d)
    names("sets and dicts")
    kept.clear()
    # Nor do such items, and members of that name, hide an Event.
    likes = [type("C", (), {})() for _ in range(3)]
    for like, waiting in zip(likes, (None, Task, a)):
        like.waiting = waiting
    kept.append([likes, [type(event), 1 << 20, event, event.waiting, a]])
    event.extra = kept
    names("objects")
    for task in tasks:
        task.cancel()
    await asyncio.sleep_ms(0)
    names("none")


event, lock = asyncio.Event(), asyncio.Lock()
asyncio.run(main())
