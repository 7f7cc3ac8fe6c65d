# task.state set to every kind of object while a task runs: the loop survives it, and other tasks go on.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Object:
    pass


async def job():
    await asyncio.sleep_ms(0)
    return "value"


async def bad():
    await asyncio.sleep_ms(0)
    raise ValueError


async def main(f, o):
    t = asyncio.create_task(f())
    await asyncio.sleep_ms(0)
    t.state = o
    for _ in range(4):
        await asyncio.sleep_ms(0)
    t.done()
    t.cancel()
    for _ in range(4):
        await asyncio.sleep_ms(0)


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
n = 0
for f in (job, bad):
    for o in (None, False, 0, 1, 1.5, "", "abc", [], {}, Object(), Object, core.TaskQueue(), core.Task(job()), len, core):
        try:
            asyncio.run(main(f, o))
        except Exception:
            pass
        asyncio.new_event_loop()
        n += asyncio.run(ok()) == "ok"
asyncio.get_event_loop().set_exception_handler(None)
print(n)
