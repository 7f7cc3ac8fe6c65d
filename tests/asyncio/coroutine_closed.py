# What close() and throw() do to a coroutine of the library that waits, whatever it waits in.

try:
    import asyncio
    import sys

    asyncio.wait_for
    funcs = sys.modules["asyncio.funcs"]
except (ImportError, KeyError):
    print("SKIP")
    raise SystemExit


class Steps:
    # Awaits by __next__, without a throw().
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1


class Closed(Steps):
    def close(self):
        print("closed")


def ignores():
    while True:
        try:
            yield
        except GeneratorExit:
            print("ignored")


def raises():
    try:
        yield
    except GeneratorExit:
        raise ValueError("raised in close")


def swallows():
    try:
        yield
    except ValueError:
        print("swallowed")


class Number:
    def __iter__(self):
        return 5


async def forever():
    await asyncio.sleep(1000)


def attempt(what, f, *args):
    try:
        print(what, f(*args))
    except BaseException as er:
        print(what, type(er).__name__, er.args)


async def main():
    # What is swallowed is the end of the time. The first call is how the library learns of its functions.
    for _ in range(2):
        task = asyncio.create_task(asyncio.wait_for(forever(), 1, lambda t: swallows()))
        await asyncio.sleep_ms(0)
        asyncio.core._task_queue.push(task)
        task.data = ValueError()
        try:
            await task
        except asyncio.TimeoutError:
            print("TimeoutError")
    for sleep in (lambda t: Steps(5), lambda t: Closed(5), lambda t: ignores(), lambda t: raises()):
        task = asyncio.create_task(forever())
        c = asyncio.wait_for(task, 1, sleep)
        c.send(None)
        attempt("close", c.close)
        task.cancel()
    for args in ((ValueError,), (ValueError("a"),), (ValueError, ValueError("b")), (ValueError, None, None)):
        task = asyncio.create_task(forever())
        c = asyncio.wait_for(task, 1, lambda t: Steps(5))
        c.send(None)
        attempt("throw", c.throw, *args)
        attempt("over", c.send, None)
        task.cancel()
    attempt("a number", asyncio.wait_for(forever(), 1, lambda t: Number()).send, None)
    # What is sent to one that waits is of no interest to it.
    event = asyncio.Event()
    c = event.wait()
    c.send(None)
    event.waiting.pop()
    asyncio.current_task().data = None
    attempt("sent", c.send, 1)
    # What a sleep of Python says of its end is that the time is over.
    c = asyncio.create_task(asyncio.wait_for(forever(), 1, lambda t: Awaits()))
    try:
        await c
    except asyncio.TimeoutError:
        print("TimeoutError")
    # A new one was nowhere: nothing in it sees what is thrown.
    attempt("new", asyncio.wait_for(forever(), 1).throw, ValueError("c"))
    attempt("new", asyncio.wait_for(forever(), 1).close)
    attempt("new", asyncio.wait_for(forever(), 1).send, 1)
    # _run() catches all, a GeneratorExit too.
    waiter = asyncio.create_task(forever())
    waiter.data = 1
    for aw in (ignores, raises):
        c = funcs._run(waiter, aw())
        c.send(None)
        attempt("_run", c.close)
    waiter.data = None
    waiter.cancel()


class Awaits:
    def __iter__(self):
        # Its end is raised by what Python has in place of a generator.
        self.n = 0
        return self

    def __next__(self):
        self.n += 1
        if self.n == 1:
            asyncio.core._task_queue.push(asyncio.current_task())
            return
        raise StopIteration


asyncio.run(main())
