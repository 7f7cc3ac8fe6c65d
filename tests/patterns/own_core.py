# A core of a program's own over Task and TaskQueue of _asyncio, with its own names: sleeping, futures, a group of tasks that
# fails together, timeouts by deadline; beside a run of asyncio itself.

try:
    from _asyncio import Task, TaskQueue
    from time import ticks_ms, ticks_add, ticks_diff
    import time
except ImportError:
    print("SKIP")
    raise SystemExit

_task_queue = TaskQueue()
cur_task = None


class CancelledError(BaseException):
    pass


class Loop:
    def __init__(self):
        self.ready = _task_queue
        self.failed = []

    def spawn(self, coro):
        task = Task(coro, globals())
        self.ready.push(task)
        return task

    def run(self, coro):
        global cur_task
        main = self.spawn(coro)
        while True:
            task = self.ready.peek()
            if task is None:
                return None
            wait = ticks_diff(task.ph_key, ticks_ms())
            if wait > 0:
                time.sleep_ms(wait)
            task = cur_task = self.ready.pop()
            exc = task.data
            task.data = None
            try:
                if exc is None:
                    task.coro.send(None)
                else:
                    task.coro.throw(exc)
            except (CancelledError, Exception) as er:
                if task is main:
                    cur_task = None
                    if isinstance(er, StopIteration):
                        return er.value
                    raise er
                if task.state is True:
                    if not isinstance(er, (StopIteration, CancelledError)):
                        self.failed.append(type(er).__name__)
                elif isinstance(task.state, TaskQueue):
                    while task.state.peek():
                        self.ready.push(task.state.pop())
                task.state = False
                task.data = er


loop = Loop()


class Sleep:
    def __init__(self, ms):
        self.ms = ms

    def __iter__(self):
        loop.ready.push(cur_task, ticks_add(ticks_ms(), self.ms))
        yield


def sleep(ms):
    yield from Sleep(ms)


# A task that waits is on its queue, and its `data` says how it is taken from there.
class Future:
    def __init__(self):
        self.value, self.waiting = None, TaskQueue()

    def set(self, value):
        self.value = value
        while self.waiting.peek():
            loop.ready.push(self.waiting.pop())

    def remove(self, task):
        self.waiting.remove(task)

    def __iter__(self):
        if self.value is None:
            self.waiting.push(cur_task)
            cur_task.data = self
            yield
        return self.value


class Group:
    def __init__(self):
        self.tasks = []

    def spawn(self, coro):
        self.tasks.append(loop.spawn(coro))

    async def __aenter__(self):
        return self

    async def __aexit__(self, exc_type, exc, tb):
        first = None
        for task in self.tasks:
            if exc or first:
                task.cancel()
            try:
                await task
            except CancelledError:
                pass
            except Exception as er:
                first = first or er
        if first and not exc:
            raise first


def awaiting(future):
    return (yield from future)


async def job(n, log):
    for i in range(n):
        await sleep(1)
    log.append(n)
    return n


async def fails():
    await sleep(1)
    raise ValueError


async def main():
    log = []
    tasks = [loop.spawn(job(n, log)) for n in (3, 1, 2)]
    got = []
    for task in tasks:
        got.append(await task)
    print(got, log)

    future = Future()
    waiters = [loop.spawn(awaiting(future)) for _ in range(3)]
    await sleep(0)
    print(waiters[1].cancel())
    future.set("done")
    print(await waiters[0], await waiters[2])
    try:
        await waiters[1]
    except CancelledError:
        print("cancelled", future.waiting.peek())

    log = []
    try:
        async with Group() as group:
            group.spawn(fails())
            group.spawn(job(50, log))
            group.spawn(job(0, log))
    except ValueError:
        print("group failed", log)
    loop.spawn(fails())
    await sleep(3)
    print(loop.failed)
    sleeper = loop.spawn(job(1000, log))
    await sleep(0)
    print(sleeper.cancel(), sleeper.done(), sleeper.cancel())
    await sleep(0)
    print(sleeper.done())
    return "over"


print(loop.run(main()), cur_task, _task_queue.peek())

# asyncio's own core is another, and neither sees the other's tasks.
try:
    import asyncio
except ImportError:
    raise SystemExit


async def beside():
    await asyncio.sleep_ms(1)
    return "asyncio"


left = loop.spawn(job(1, []))
print(asyncio.run(beside()), _task_queue.peek() is left)
print(loop.run(main()))
