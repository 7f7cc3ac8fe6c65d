# A program's own queue whose push() or pop() raises: the exception reaches whoever pushed, or leaves run();
# after the queue is set right the next run() works.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Queue:
    fail = None

    def __init__(self):
        self.q = core.TaskQueue()

    def call(self, name, *args):
        if name == self.fail:
            self.fail = None
            raise KeyError(name)
        return getattr(self.q, name)(*args)

    def push(self, *args):
        return self.call("push", *args)

    def pop(self):
        return self.call("pop")

    def peek(self):
        return self.call("peek")

    def remove(self, task):
        return self.call("remove", task)


async def job():
    await asyncio.sleep_ms(100000)


async def main(name):
    asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    core._task_queue.fail = name
    try:
        await asyncio.sleep_ms(0)
    except KeyError:
        print("in task", name)
        return
    print("not reached")


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


for name in ("push", "pop", "peek"):
    core._task_queue = Queue()
    try:
        asyncio.run(main(name))
    except KeyError:
        print("out of run", name)
    asyncio.new_event_loop()
    print(asyncio.run(ok()))
