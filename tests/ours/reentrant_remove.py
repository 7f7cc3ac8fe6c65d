# A program's remove(task) that itself uses the queue: it pushes, cancels or finishes what is being
# cancelled. The task wakes once, and the loop goes on.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Park:
    def __init__(self, f):
        self.f = f

    def remove(self, task):
        self.f(task)


def park(p):
    core.cur_task.data = p
    yield


async def job(p):
    try:
        await park(p)
        woke.append("woke")
    except asyncio.CancelledError:
        woke.append("cancelled")


def push(t):
    core._task_queue.push(t)


def cancel(t):
    t.data = None
    t.cancel()


def finish(t):
    t.state = None


def forget(t):
    t.data = None


def other(t):
    core._task_queue.push(core.Task(ok()))


async def ok():
    pass


async def main(f):
    t = asyncio.create_task(job(Park(f)))
    await asyncio.sleep_ms(0)
    try:
        t.cancel()
    except (RuntimeError, ValueError, TypeError):
        pass
    for _ in range(4):
        await asyncio.sleep_ms(0)
    return len(woke) <= 1, core._task_queue.peek()


asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
for f in (push, cancel, finish, forget, other):
    woke = []
    print(f.__name__, asyncio.run(main(f)))
