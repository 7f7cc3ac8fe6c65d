# Names of the core that are deleted or replaced in the middle of a run, at each place where they are looked up: an exception, and
# the next run is as it should be.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Empty:
    # A queue of a program's own that is empty at times.
    def __init__(self):
        self.tasks = []

    def peek(self):
        return self.tasks[0] if self.tasks else None

    def pop(self):
        return self.tasks.pop(0)

    def push(self, task, key=None):
        self.tasks.append(task)

    def remove(self, task):
        self.tasks.remove(task)


class Dict(dict):
    pass


class SubTask(core.Task):
    pass


class NotMade(core.Task):
    # Has no task inside yet when it is pushed.
    def __init__(self, coro):
        try:
            core._task_queue.push(self)
            print("pushed")
        except TypeError as er:
            print(er)
        super().__init__(coro)


async def nothing():
    return "value"


async def sleeps():
    await asyncio.sleep_ms(1000000)


async def deletes(name):
    delattr(core, name)


async def deletes_and_sleeps(name):
    delattr(core, name)
    await asyncio.sleep_ms(0)


async def cancels(value):
    task = asyncio.create_task(sleeps())
    await asyncio.sleep_ms(0)
    core._task_queue = value
    task.cancel()


async def waits_for_number():
    task = asyncio.create_task(sleeps())
    for state in (5, "x", None, core.TaskQueue):
        task.state = state
        if not state:
            continue
        try:
            await task
        except RuntimeError as er:
            print(er)
    task.state = True
    task.cancel()


def attempt(what, coro):
    saved = {name: getattr(core, name) for name in names}
    try:
        said = asyncio.run(coro)
    except Exception as er:
        said = type(er).__name__
    for name in names:
        setattr(core, name, saved[name])
    asyncio.new_event_loop()
    print(what, said, asyncio.run(nothing()))


names = ("cur_task", "_io_queue", "_task_queue", "_exc_context", "CancelledError", "Loop")
for name in names:
    attempt("del " + name, deletes(name))
    attempt("del " + name + ", and sleep", deletes_and_sleeps(name))
for value in (5, None, "x", [], Dict()):
    attempt("cancel in {!r}".format(value), cancels(value))
attempt("number", waits_for_number())

# A queue that has nothing at times, and a loop in which streams are asked then.
saved = core._task_queue
core._task_queue = Empty()


async def waits_for_flag():
    flag = asyncio.ThreadSafeFlag()
    task = asyncio.create_task(sets(flag))
    await flag.wait()
    return "flag"


async def sets(flag):
    flag.set()


print(asyncio.run(waits_for_flag()))
core._task_queue = saved
asyncio.new_event_loop()

# What is no task, though it is an object of a class that derives from a native one.
for o in (Dict(), Dict, SubTask, NotMade(nothing())):
    try:
        core._task_queue.push(o)
        core._task_queue.remove(o)
        print("a task")
    except TypeError as er:
        print(er)

# A task that sleeps where no loop runs, in whatever queue.
core.cur_task = task = core.Task(nothing())
next(iter(asyncio.sleep_ms(1)))
print(core._task_queue.peek() is task)
print(asyncio.run(nothing()))
for what in (("x",), (), (1, 2)):
    try:
        asyncio.sleep_ms(*what)
    except TypeError:
        print("TypeError")
for keywords in ({"x": 1}, {"t": 1, "x": 1}):
    try:
        asyncio.sleep_ms(**keywords)
    except TypeError:
        print("TypeError")
try:
    asyncio.get_event_loop().run_forever(1)
except TypeError:
    print("TypeError")
