# What tasks() and a task's repr say where a program has put something odd: no core yet, names of the core that are deleted or
# replaced, a coroutine that is a number, data of all kinds, owners of queues that are no Event and no Lock.
try:
    import _asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def said(task):
    # Without the line, which is tested elsewhere.
    return repr(task).split(",")[0].rstrip(">")


def job():
    yield


early = _asyncio.Task(job())
print([(r.name, r.state) for r in _asyncio.tasks()], said(early))

import asyncio
from asyncio import core

try:
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Own:
    # Has a queue as an Event and a Lock have one.
    def __init__(self, **members):
        self.waiting = core.TaskQueue()
        for name, value in members.items():
            setattr(self, name, value)

    def wait(self):
        self.waiting.push(core.cur_task)
        core.cur_task.data = self.waiting
        yield


class Without:
    waiting = None


class Stream(io.IOBase):
    def ioctl(self, request, arg):
        return 0 if request == 3 else -1


class Coroutine:
    def send(self, value):
        pass


def writes(stream):
    yield core._io_queue.queue_write(stream)


async def main():
    nobody = Without()
    nobody.waiting = None
    owners = [("no state", Own()), ("text", Own(state="x")), ("a task", Own(state=early)), ("a number", Own(state=5))]
    owners += [("true", Own(state=True)), ("none", Own(state=None)), ("more", Own(state=1, a=1, b=2, c=3, d=4))]
    for what, owner in owners:
        task = asyncio.create_task(owner.wait())
        await asyncio.sleep_ms(0)
        (record,) = [r for r in _asyncio.tasks() if r.task is task]
        print(what, record.state, record.detail is owner, said(task))
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
    task = asyncio.create_task(writes(Stream()))
    await asyncio.sleep_ms(0)
    (record,) = [r for r in _asyncio.tasks() if r.task is task]
    print(record.state, record.detail[1], said(task))
    # The names of the core, as a program may leave them for a while.
    queue, ioqueue = core._task_queue, core._io_queue
    for value in (None, 5, "x", Own(), core.IOQueue()):
        core._io_queue = value
        print(said(task), [r.state for r in _asyncio.tasks() if r.task is task])
        core._io_queue = ioqueue
    del core._io_queue
    print(said(task))
    core._io_queue = ioqueue
    other = asyncio.create_task(asyncio.wait_for(asyncio.Event().wait(), 100))
    await asyncio.sleep_ms(0)
    for value in (None, 5, "x", Own()):
        core._task_queue = value
        print(said(other))
        core._task_queue = queue
    other.cancel()
    task.cancel()
    for t in (other, task):
        try:
            await t
        except asyncio.CancelledError:
            print(said(t))


asyncio.run(main())
for coro in (5, None, "x", Own(), Coroutine(), core):
    task = core.Task(coro)
    print(said(task), [r.name for r in _asyncio.tasks() if r.task is task])
    for state, data in ((True, 5), (True, "x"), (False, None), (False, 5), (False, ValueError), (False, ValueError())):
        task.state, task.data = state, data
        print(said(task))


async def nothing():
    pass


# With what is known of each.
_asyncio.record(True)


async def runs():
    for _ in range(3):
        await asyncio.sleep_ms(0)


async def watched():
    task = asyncio.create_task(runs())
    for n in range(3):
        await asyncio.sleep_ms(0)
    (record,) = [r for r in _asyncio.tasks() if r.task is task]
    print(record.name, record.runs, record.total_us >= record.longest_us >= 0)
    print("made by watched" in repr(task), "made by" in repr(asyncio.current_task()))
    await task


asyncio.run(watched())
_asyncio.record(False)
