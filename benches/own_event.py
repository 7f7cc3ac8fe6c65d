# A ping-pong over two events of the program's own, in Python: each wait allocates the coroutine of a method, as does much that
# programs build on the library. Before it the heap has gaps that are too small for that. The argument is the number of round trips.
import asyncio
import gc
import sys

from asyncio import core


class Event:
    def __init__(self):
        self.state = False
        self.waiting = core.TaskQueue()

    def set(self):
        while self.waiting.peek():
            core._task_queue.push(self.waiting.pop())
        self.state = True

    # async
    def wait(self):
        if not self.state:
            self.waiting.push(core.cur_task)
            core.cur_task.data = self.waiting
            yield
        return True


async def player(mine, other, n):
    for _ in range(n):
        await mine.wait()
        mine.state = False
        other.set()


async def main(n):
    ping = Event()
    pong = Event()
    one = asyncio.create_task(player(ping, pong, n))
    two = asyncio.create_task(player(pong, ping, n))
    ping.set()
    await one
    await two


lists = [[None] * 6 for _ in range(200)]
lists = lists[::2]
gc.collect()
asyncio.run(main(int(sys.argv[1])))
