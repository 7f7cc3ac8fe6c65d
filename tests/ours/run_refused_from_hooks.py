# A run is refused wherever a program's code runs inside a loop: in a task's callback, an exception handler, a `remove`, a
# stream's ioctl, an object's `send`, a finaliser, and a core's own `create_task`.

try:
    import asyncio
    import gc
    import io
    from asyncio import core

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


async def never():
    print("this should not run")


async def job():
    await asyncio.sleep_ms(1)


def refused(where):
    if where in told:
        return
    told.append(where)
    current = core.cur_task
    for way in (
        lambda: asyncio.run(never()),
        lambda: loop.run_until_complete(never()),
        lambda: loop.run_until_complete(main_task),
        lambda: core.run_until_complete(),
        lambda: loop.run_forever(),
    ):
        try:
            way()
            print(where, "no error")
        except RuntimeError:
            print(where, "RuntimeError", core.cur_task is current)


class Stream(io.IOBase):
    def ioctl(self, request, arg):
        refused("ioctl")
        return arg if request == 3 else -1


class Co:
    def send(self, value):
        refused("send")
        raise StopIteration

    def throw(self, er):
        raise er


class Owner:
    def remove(self, t):
        refused("remove")


async def parked():
    core.cur_task.data = Owner()
    await forever


class Forever:
    def __iter__(self):
        return self

    def __next__(self):
        return None

    __await__ = __iter__


forever = Forever()


async def bad():
    raise ValueError


def reader(s):
    yield core._io_queue.queue_read(s)


async def main():
    global main_task
    main_task = asyncio.current_task()
    t = asyncio.create_task(job())
    t.state = lambda t, er: refused("state callback")
    await asyncio.sleep_ms(5)
    loop.set_exception_handler(lambda loop, context: refused("exception handler"))
    asyncio.create_task(bad())
    await asyncio.sleep_ms(5)
    loop.set_exception_handler(None)
    t = asyncio.create_task(parked())
    await asyncio.sleep_ms(0)
    t.cancel()
    await asyncio.create_task(Co())
    await reader(Stream())
    original = core.create_task

    def create_task(coro):
        refused("create_task")
        return original(coro)

    core.create_task = create_task
    try:
        core.create_task(job())
        loop.create_task(job())
    finally:
        core.create_task = original
    await asyncio.sleep_ms(5)
    return "main"


told = []
print(asyncio.run(main()))
print(core.cur_task, core._task_queue.peek())
