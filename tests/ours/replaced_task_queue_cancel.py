# With a program's own object as core._task_queue, cancel() takes a sleeping task out and schedules it
# again; events, wait_for() and gather() go through it as well.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Queue:
    def __init__(self):
        self.q = core.TaskQueue()

    def push(self, *args):
        self.q.push(*args)

    def pop(self):
        return self.q.pop()

    def peek(self):
        return self.q.peek()

    def remove(self, task):
        self.q.remove(task)


async def sleeper():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError:
        print("cancelled")


async def on_event(ev):
    await ev.wait()
    print("event")


async def main():
    ev = asyncio.Event()
    ts = [asyncio.create_task(c) for c in (sleeper(), on_event(ev))]
    await asyncio.sleep_ms(0)
    print(ts[0].cancel())
    ev.set()
    for t in ts:
        await t
    try:
        await asyncio.wait_for_ms(sleeper(), 2)
    except asyncio.TimeoutError:
        print("TimeoutError")
    print(await asyncio.gather(sleep(1), sleep(2)))


async def sleep(n):
    await asyncio.sleep_ms(n)
    return n


saved = core._task_queue
core._task_queue = Queue()
asyncio.run(main())
core._task_queue = saved
asyncio.run(main())
