# A program with a loop of its own may keep the names that Task needs in an object of a class that derives from dict.

try:
    from _asyncio import Task, TaskQueue
except ImportError:
    print("SKIP")
    raise SystemExit


class Names(dict):
    pass


class NoNames:
    pass


class CancelledError(BaseException):
    pass


async def job():
    pass


queue = TaskQueue()
names = Names()
names.update({"_task_queue": queue, "cur_task": None, "CancelledError": CancelledError})
task = Task(job(), names)
queue.push(task)
print(task.cancel(), task.data is CancelledError, queue.pop() is task)
try:
    Task(job(), NoNames())
except TypeError:
    print("TypeError")
