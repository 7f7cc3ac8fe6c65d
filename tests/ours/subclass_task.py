# A subclass of Task works - it runs, is awaited and cancelled - or is refused with a TypeError. It is never
# misread, also where its __init__ does not call that of Task.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(1)
    return n


class Plain(_asyncio.Task):
    def hello(self):
        return "hello"


class WithInit(_asyncio.Task):
    def __init__(self, coro):
        super().__init__(coro)
        self.mine = 1


class NoInit(_asyncio.Task):
    def __init__(self, coro):
        self.mine = 1


async def main(cls):
    t = cls(job(5))
    t.done()
    core._task_queue.push(t)
    if await t != 5 or not t.done():
        return "misread"
    t = cls(job(6))
    core._task_queue.push(t, core.ticks_add(core.ticks(), 100000))
    t.cancel()
    try:
        await t
        return "misread"
    except asyncio.CancelledError:
        pass
    t = asyncio.create_task(job(7))
    if await t != 7:
        return "misread"
    return "ok"


for cls in (Plain, WithInit, NoInit):
    try:
        r = asyncio.run(main(cls))
    except (TypeError, AttributeError) as er:
        r = "ok" if isinstance(er, TypeError) or cls is NoInit else "AttributeError"
    asyncio.new_event_loop()
    print(cls.__name__, r, asyncio.run(job(1)))
