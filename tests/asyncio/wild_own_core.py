# A program with a loop of its own uses only Task and TaskQueue of _asyncio, with its own globals.

try:
    from _asyncio import Task, TaskQueue
except ImportError:
    print("SKIP")
    raise SystemExit


class CancelledError(BaseException):
    pass


cur_task = None
_task_queue = TaskQueue()


def create_task(coro):
    t = Task(coro, globals())
    _task_queue.push(t)
    return t


def give_way():
    _task_queue.push(cur_task)
    yield


def run():
    global cur_task
    while _task_queue.peek():
        t = cur_task = _task_queue.pop()
        try:
            exc = t.data
            if exc:
                t.data = None
                t.coro.throw(exc)
            else:
                t.coro.send(None)
        except (CancelledError, Exception) as er:
            if t.state is not True and t.state:
                while t.state.peek():
                    _task_queue.push(t.state.pop())
            t.state = False
            t.data = er
    cur_task = None


async def job(n):
    for i in range(2):
        print("job", n, i)
        await give_way()
    return n


async def main():
    t1 = create_task(job(1))
    t2 = create_task(job(2))
    print(await t1, await t2)
    t = create_task(job(3))
    await give_way()
    print(t.cancel())
    try:
        await t
    except CancelledError:
        print("CancelledError")


create_task(main())
run()
