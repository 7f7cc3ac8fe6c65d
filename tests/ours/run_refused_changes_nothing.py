# Each way into a loop, tried by a task while one runs: refused, and no task, queue or name of the core is changed by it.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()
event = asyncio.Event()


async def never():
    print("this should not run")


async def sleeper():
    await asyncio.sleep_ms(30)
    return "slept"


async def waiter():
    await event.wait()
    return "waited"


async def joiner(t):
    return await t


async def ready():
    for _ in range(3):
        await asyncio.sleep_ms(0)
    return "ran"


def seen(tasks):
    return [(t.state is True, t.data, t.ph_key, t.done()) for t in tasks] + [
        core._task_queue.peek(),
        core._task_queue,
        core._io_queue,
        core.cur_task,
        core._stop_task,
    ]


def ways(tasks):
    yield "run coroutine", lambda: asyncio.run(never())
    yield "loop coroutine", lambda: loop.run_until_complete(never())
    yield "loop forever", lambda: loop.run_forever()
    yield "core nothing", lambda: core.run_until_complete()
    yield "core None", lambda: core.run_until_complete(None)
    for name, t in tasks:
        yield "loop " + name, lambda: loop.run_until_complete(t)
        yield "core " + name, lambda: core.run_until_complete(t)


async def refuse(main_task):
    s = asyncio.create_task(sleeper())
    w = asyncio.create_task(waiter())
    j = asyncio.create_task(joiner(s))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    r = asyncio.create_task(ready())
    fresh = asyncio.create_task(ready())
    me = asyncio.current_task()
    named = [
        ("sleeping", s),
        ("waiting", w),
        ("joining", j),
        ("ready", r),
        ("fresh", fresh),
        ("own", me),
        ("main", main_task),
    ]
    tasks = [t for _, t in named]
    for name, way in ways(named):
        before = seen(tasks)
        try:
            way()
            print(name, "no error")
        except RuntimeError as er:
            print(name, er)
        if seen(tasks) != before:
            print(name, "changed", before, seen(tasks))
    event.set()
    for t in (s, w, j, r, fresh):
        print(await asyncio.wait_for_ms(t, 1000))


async def main():
    await asyncio.create_task(refuse(asyncio.current_task()))
    return "main"


print(asyncio.run(main()))
print(core._task_queue.peek(), core.cur_task)
