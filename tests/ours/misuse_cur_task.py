# core.cur_task set to every kind of object by a task: what needs the current task is refused or goes to the
# running task; nothing is misread.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def main(o):
    me = core.cur_task
    core.cur_task = o
    ev = asyncio.Event()
    for f in (lambda t: next(iter(t)), lambda t: next(ev.wait()), lambda t: t.cancel()):
        t = asyncio.create_task(job())
        try:
            f(t)
        except Exception:
            pass
    core.cur_task = me
    await asyncio.sleep_ms(1)
    return "main"


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


n = 0
for o in (None, 1, "abc", [], object(), job, core.TaskQueue()):
    try:
        asyncio.run(main(o))
    except Exception:
        pass
    asyncio.new_event_loop()
    n += asyncio.run(ok()) == "ok"
print(n)
