# send is looked up on the object at each turn, so it may be replaced while the task lives.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Co:
    def send(self, val):
        print("first")
        self.send = self.second
        core._task_queue.push(core.cur_task)

    def second(self, val):
        print("second")
        raise StopIteration

    def throw(self, exc):
        raise exc


async def main():
    print(await asyncio.create_task(Co()))


asyncio.run(main())
