# wait_for() with what a program may have put around it: a create_task() that gives something else than a task, a _run() of its
# own, a waiter whose data changes, a queue that is another one.

try:
    import asyncio
    import sys
    from asyncio import core

    asyncio.wait_for
    funcs = sys.modules["asyncio.funcs"]
except (ImportError, KeyError):
    print("SKIP")
    raise SystemExit


async def nothing():
    return "value"


async def raises():
    raise ValueError("raised")


async def forever():
    await asyncio.sleep(1000)


class Proxy:
    # What acts as the task that it has.
    def __init__(self, task):
        self.task = task

    def cancel(self):
        print("cancel")
        return self.task.cancel()

    def __iter__(self):
        return iter(self.task)


class Sleeps(Proxy):
    # What is awaited as a sleep is.
    def cancel(self):
        print("cancel")

    def __iter__(self):
        sleeping.set()
        return core.sleep_ms(100000)


class OwnSleep:
    # A sleep that the data of the task that sleeps is, and is false, so that it is not thrown.
    begun = False

    def __init__(self, t):
        self.t = t

    def __bool__(self):
        return False

    def __iter__(self):
        return self

    def __next__(self):
        if self.begun:
            raise StopIteration
        self.begun = True
        core._task_queue.push(core.cur_task, core.ticks_add(core.ticks(), self.t))
        core.cur_task.data = self


class Awaitable:
    # What is awaited by an object that is no more than an iterator.
    def __iter__(self):
        return Iterator()


class Iterator:
    left = 3

    def __next__(self):
        if self.left == 0:
            raise StopIteration("iterated")
        self.left -= 1
        return core.sleep_ms(0).__next__()


class NotAwaitable:
    def __iter__(self):
        raise ValueError("not now")


class TaskNotAwaitable(core.Task):
    def __iter__(self):
        raise ValueError("not now")


class Waiter:
    data = None

    def cancel(self):
        print("Waiter.cancel")
        return cancels


async def attempt(what, coro):
    try:
        print(what, await coro)
    except BaseException as er:
        print(what, type(er).__name__)


async def main():
    global cancels
    # The first call is how the library learns of its functions.
    await attempt("first", asyncio.wait_for(nothing(), 1))
    create_task = core.create_task
    core.create_task = lambda coro: Proxy(create_task(coro))
    await attempt("proxy", asyncio.wait_for(create_task(nothing()), 1))
    await attempt("proxy, late", asyncio.wait_for_ms(create_task(forever()), 0))
    waits = create_task(asyncio.wait_for(create_task(forever()), 1000))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    waits.cancel()
    await attempt("proxy, cancelled", waits)
    # What is told late that the outcome is there is cancelled by that.
    core.create_task = lambda coro: Sleeps(create_task(coro))
    waits = create_task(asyncio.wait_for_ms(create_task(held()), 0))
    await sleeping.wait()
    release.set()
    await attempt("sleeps", waits)
    release.clear()
    core.create_task = create_task

    # A sleep that is in the task's data is not ended early.
    await attempt("own sleep", asyncio.wait_for(nothing(), 50, OwnSleep))

    run = funcs._run

    def own_run(waiter, aw):
        print("own _run")
        return run(waiter, aw)

    funcs._run = own_run
    await attempt("own _run", asyncio.wait_for(nothing(), 1))
    await attempt("own _run, late", asyncio.wait_for_ms(forever(), 0))
    funcs._run = run

    # Whom _run() tells can be anything with data and cancel().
    for cancels in (True, False):
        waiter = Waiter()
        await attempt("_run", run(waiter, nothing()))
        print(type(waiter.data).__name__)
    cancels = True
    for aw in nothing(), raises():
        waiter = Waiter()
        await run(waiter, aw)
        print([str(arg) for arg in waiter.data.args])
    waiter = Waiter()
    await run(waiter, Awaitable())
    print(waiter.data.args)
    # Nor does it matter to _run() what raises.
    for aw in 5, NotAwaitable():
        waiter = Waiter()
        await attempt("_run", run(waiter, aw))
        print(type(waiter.data.args[0]).__name__, waiter.data.args[1])
    task = TaskNotAwaitable(nothing())
    core._task_queue.push(task)
    await attempt("not awaitable", asyncio.wait_for(task, 1000))
    waiter.data = 5
    await attempt("_run", run(waiter, nothing()))
    print(waiter.data)

    # What is told has other data meanwhile: it is not told.
    waits = create_task(asyncio.wait_for(held(), 1000))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    waits.data = 5
    release.set()
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print(waits.done(), waits.data)
    waits.data = None
    waits.cancel()
    await attempt("not told", waits)


async def held():
    await release.wait()
    return "held"


cancels = True
release = asyncio.Event()
sleeping = asyncio.Event()
asyncio.run(main())
