# A profiler that wraps each coroutine: it replaces core.create_task, and its objects count turns and hand on send, throw and
# close, also of what wait_for and gather make tasks of.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Profile:
    def __init__(self, name):
        self.name = name
        self.turns = self.thrown = 0
        self.ended = None

    def __repr__(self):
        # Whether a wait_for() that gets its result is thrown into is its own affair.
        thrown = " %d" % self.thrown if self.ended == "CancelledError" else ""
        return "{} {} {}{}".format(self.name, self.turns, self.ended, thrown)


profiles = []


class Profiled:
    def __init__(self, coro, name):
        self.coro = coro
        self.profile = Profile(name)
        profiles.append(self.profile)

    def _turn(self, method, arg):
        self.profile.turns += 1
        try:
            return method(arg)
        except BaseException as er:
            self.profile.ended = type(er).__name__
            raise

    def send(self, value):
        return self._turn(self.coro.send, value)

    def throw(self, exc, value=None, traceback=None):
        self.profile.thrown += 1
        return self._turn(self.coro.throw, exc)

    def close(self):
        return self.coro.close()

    def __iter__(self):
        return self

    def __next__(self):
        return self.send(None)


original = core.create_task


def create_task(coro):
    return original(Profiled(coro, "task %d" % len(profiles)))


async def sleeps(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)
    return n


async def fails():
    await asyncio.sleep_ms(0)
    raise ValueError("fails")


async def waits(event):
    await event.wait()
    return "waited"


async def locks(lock, log, n):
    async with lock:
        log.append(n)
        await asyncio.sleep_ms(0)


async def main():
    event, lock, log = asyncio.Event(), asyncio.Lock(), []
    task = core.create_task(waits(event))
    await asyncio.sleep_ms(0)
    event.set()
    print(await task)

    print(await asyncio.gather(sleeps(2), sleeps(3)))
    print(await asyncio.gather(sleeps(1), fails(), return_exceptions=True))
    print(await asyncio.wait_for(sleeps(1), 10))
    try:
        await asyncio.wait_for_ms(waits(asyncio.Event()), 1)
    except asyncio.TimeoutError:
        print("timeout")
    await asyncio.gather(*[locks(lock, log, n) for n in range(3)])
    print(log, lock.locked())
    task = core.create_task(sleeps(100))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print(task.cancel(), isinstance(task.coro, Profiled))
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    # A native awaitable, wrapped.
    task = core.create_task(event.wait())
    print(await task)


core.create_task = create_task
try:
    asyncio.run(main())
finally:
    core.create_task = original
for profile in profiles:
    print(profile)
