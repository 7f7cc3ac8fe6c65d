# A run queue of a program's own that puts whoever is woken back where it waited.

import asyncio
from asyncio import core


class Queue:
    pass


async def waits(task):
    await task


async def swaps():
    await asyncio.sleep_ms(5)
    waiting = asyncio.current_task().state
    queue = Queue()
    queue.push, queue.pop, queue.peek = waiting.push, waiting.pop, waiting.peek
    core._task_queue = queue
    print("ready")


async def main():
    task = asyncio.create_task(swaps())
    asyncio.create_task(waits(task))
    await task


async def again():
    print("again")


try:
    asyncio.run(main())
    print("no interrupt")
except KeyboardInterrupt:
    print("interrupted")
asyncio.new_event_loop()
asyncio.run(again())
