# What create_task() is given may have its send() as an attribute of its own, that is no method.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class Coro:
    def __init__(self):
        self.send = self.throw = lambda value: self.step(value)
        self.left = 3

    def step(self, value):
        print(self.left, value)
        self.left -= 1
        if self.left < 0:
            raise StopIteration("value")
        asyncio.core._task_queue.push(asyncio.current_task())


async def main():
    print(await asyncio.create_task(Coro()))


asyncio.run(main())
