# A profiler replaces core.create_task by one that wraps each coroutine in an object with send() and
# throw(), and counts.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

saved = core.create_task
log = {}


class Wrapped:
    def __init__(self, name, coro):
        self.name = name
        self.coro = coro

    def send(self, *args):
        log[self.name] = log.get(self.name, 0) + 1
        return self.coro.send(*args)

    def throw(self, *args):
        log[self.name + " throw"] = log.get(self.name + " throw", 0) + 1
        return self.coro.throw(*args)

    def __getattr__(self, attr):
        return getattr(self.coro, attr)


def create_task(coro):
    names.append("task%d" % len(names))
    return saved(Wrapped(names[-1], coro))


async def job(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)
    return n


async def main():
    t = core.create_task(job(3))
    t2 = core.create_task(job(100))
    await asyncio.sleep_ms(0)
    t2.cancel()
    print(await t)
    try:
        await t2
    except asyncio.CancelledError:
        print("CancelledError")


names = []
core.create_task = asyncio.create_task = create_task
asyncio.run(main())
core.create_task = asyncio.create_task = saved
for k in sorted(log):
    print(k, log[k])
