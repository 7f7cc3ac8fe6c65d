# Any object with send() and throw() serves as a coroutine: create_task(), run(), await of its task, cancel.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Co:
    def __init__(self, n):
        self.n = n

    def send(self, val):
        print("send", val, self.n)
        if not self.n:
            raise StopIteration("value")
        self.n -= 1
        core._task_queue.push(core.cur_task)

    def throw(self, exc):
        print("throw", exc is asyncio.CancelledError)
        raise exc


async def main():
    t = asyncio.create_task(Co(1))
    print(await t)
    t = asyncio.create_task(Co(1))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")


asyncio.run(main())
print(asyncio.run(Co(2)))
