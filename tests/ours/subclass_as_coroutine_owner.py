# Objects that only look like a task or a queue: an instance of a subclass of int, a class, an instance with
# every name that a task has. None is taken for one.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Lookalike:
    coro = data = None
    state = True
    ph_key = 0

    def done(self):
        return False

    def cancel(self):
        return False

    def __iter__(self):
        return iter(())


class Int(int):
    pass


class Both(Lookalike, Int):
    pass


async def main():
    n = 0
    for obj in (Lookalike(), Lookalike, Int(3), core.Task, core.TaskQueue, core):
        for f in (core._task_queue.push, core._task_queue.remove):
            try:
                f(obj)
                print("no error", obj)
            except TypeError:
                n += 1
        t = asyncio.create_task(job())
        await asyncio.sleep_ms(0)
        t.data = obj
        try:
            t.cancel()
        except (RuntimeError, TypeError, ValueError, AttributeError):
            pass
        t.data = None
        t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            pass
    return n


async def job():
    await asyncio.sleep_ms(1000)


print(asyncio.run(main()))
