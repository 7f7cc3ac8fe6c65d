# An object in place of a coroutine whose send() pushes itself twice, cancels itself, or runs a loop.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Co:
    def __init__(self, f):
        self.f = f
        self.n = 0

    def send(self, val):
        self.n += 1
        if self.n > 2:
            raise StopIteration("value")
        core._task_queue.push(core.cur_task)
        try:
            self.f()
            print("no error")
        except RuntimeError:
            print("RuntimeError")

    def throw(self, exc):
        raise exc


async def job():
    pass


async def main():
    for f in (
        lambda: core._task_queue.push(core.cur_task),
        lambda: core.cur_task.cancel(),
        lambda: asyncio.run(job()),
        lambda: core.run_until_complete(),
    ):
        print(await asyncio.create_task(Co(f)))


asyncio.run(main())
