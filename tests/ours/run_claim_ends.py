# Whatever comes between the claim of a run and the run ends the claim: a core's own create_task that raises or runs a loop, no
# memory for the task, an object that is no coroutine.

try:
    import asyncio
    import micropython
    from asyncio import core

    micropython.heap_lock
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()
original = core.create_task


async def job(value):
    await asyncio.sleep_ms(1)
    return value


def check(name):
    core.create_task = original
    print(name, core.cur_task, asyncio.run(job("run")), loop.run_until_complete(job("loop")))


class MyBase(BaseException):
    pass


ways = [("run", asyncio.run), ("loop", loop.run_until_complete)]
for kind in (ValueError, MemoryError, KeyboardInterrupt, SystemExit, GeneratorExit, MyBase, asyncio.CancelledError):

    def create_task(coro):
        raise kind

    for name, way in ways:
        core.create_task = create_task
        try:
            way(job(0))
            print("no error")
        except kind:
            pass
        check(name + " " + kind.__name__)

# One that runs a loop itself may be refused or not; either way the next run is taken.
for name, way in ways:
    for inner in (asyncio.run, loop.run_until_complete):

        def create_task(coro):
            core.create_task = original
            inner(job("inner"))
            return original(coro)

        core.create_task = create_task
        coro = job("outer")
        try:
            way(coro)
        except RuntimeError:
            pass
        check(name + " loop in create_task")

for name, way in ways:
    coro, er = job(0), None
    micropython.heap_lock()
    try:
        way(coro)
    except MemoryError:
        er = "MemoryError"
    micropython.heap_unlock()
    check(name + " " + str(er))

for name, way in ways:
    for what in (None, 1, "abc", job, object()):
        try:
            way(what)
            print("no error")
        except TypeError:
            pass
    check(name + " TypeError")

for what in (1, "abc", job, object(), job(0)):
    try:
        core.run_until_complete(what)
        print("no error")
    except TypeError:
        pass
check("core TypeError")
