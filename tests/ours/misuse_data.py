# task.data set to every kind of object while a task sleeps or is ready: the loop survives it. An exception
# there is thrown into the task.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Object:
    pass


async def job(ms):
    await asyncio.sleep_ms(ms)
    return "value"


async def main(ms, o):
    t = asyncio.create_task(job(ms))
    await asyncio.sleep_ms(0)
    t.data = o
    if ms:
        try:
            t.cancel()
        except Exception:
            pass
    for _ in range(4):
        await asyncio.sleep_ms(0)
    t.data = None
    t.cancel()
    for _ in range(2):
        await asyncio.sleep_ms(0)


async def thrown():
    t = asyncio.create_task(job(0))
    await asyncio.sleep_ms(0)
    t.data = ValueError("text")
    try:
        await t
    except ValueError as er:
        print(er.args)


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
n = 0
for ms in (0, 100000):
    for o in (None, False, 0, 1, 1.5, "", "abc", [], {}, Object(), Object, core.TaskQueue(), core.Task(job(0)), core):
        try:
            asyncio.run(main(ms, o))
        except Exception:
            pass
        asyncio.new_event_loop()
        n += asyncio.run(ok()) == "ok"
asyncio.get_event_loop().set_exception_handler(None)
print(n)
asyncio.run(thrown())
