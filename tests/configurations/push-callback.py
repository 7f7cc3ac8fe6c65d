# A queue that tells of every push, as a port's scheduler wants it, which the loop then has to tell too.
import asyncio
from asyncio import core

pushes = []
queue = core.TaskQueue(lambda n: pushes.append(n))
task = core.Task(None)
queue.push(task)
print(pushes, queue.peek() is task)
queue.remove(task)
queue.push(task, 5)
print(pushes, queue.pop() is task)

# As the queue of the loop.
pushes.clear()
core._task_queue = queue


async def sleeper():
    await asyncio.sleep_ms(1)
    await asyncio.sleep_ms(1)


async def main():
    event = asyncio.Event()
    tasks = [asyncio.create_task(sleeper()), asyncio.create_task(event.wait())]
    await asyncio.sleep_ms(5)
    event.set()
    for task in tasks:
        await task
    return core.cur_task


asyncio.run(main())
# run, two of create_task, three sleeps, set, and the end of the task that was awaited
print(len(pushes), queue.peek())


# A task that is not taken is not told of.
queue.push(task)
pushes.clear()
try:
    queue.push(task)
except RuntimeError:
    print("RuntimeError", pushes)


# A callback that raises.
class Full(Exception):
    pass


def refuse(n):
    raise Full


queue = core.TaskQueue(refuse)
task = core.Task(None)
try:
    queue.push(task)
except Full:
    print("Full", queue.peek() is task)
try:
    core.TaskQueue(1, 2)
except TypeError:
    print("TypeError")
