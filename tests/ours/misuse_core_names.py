# core._task_queue and core._io_queue set to objects that cannot serve, or deleted: an exception leaves run(),
# and after they are set right the next run() works.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(1)
    return "value"


class NoMethods:
    map = {}


class Raises:
    map = {}

    def peek(self):
        raise KeyError

    push = pop = wait_io_event = peek


class PeekInt:
    def peek(self):
        return 1

    def push(self, *args):
        pass

    def pop(self):
        return 1

    def remove(self, t):
        pass


def attempt(name, obj):
    saved = getattr(core, name)
    try:
        if obj is delattr:
            delattr(core, name)
        else:
            setattr(core, name, obj)
        asyncio.run(job())
        print("no error", name, obj)
    except Exception:
        pass
    setattr(core, name, saved)
    asyncio.new_event_loop()
    return asyncio.run(job()) == "value"


print([attempt("_task_queue", o) for o in (None, 1, "abc", [], NoMethods(), Raises(), PeekInt(), delattr)])
print([attempt("_io_queue", o) for o in (None, 1, "abc", [], NoMethods(), Raises(), delattr)])


async def inside():
    saved = core._task_queue
    core._task_queue = None
    try:
        await asyncio.sleep_ms(1)
    except (AttributeError, TypeError, RuntimeError):
        print("refused")
    core._task_queue = saved
    await asyncio.sleep_ms(1)
    print("goes on")


asyncio.run(inside())
