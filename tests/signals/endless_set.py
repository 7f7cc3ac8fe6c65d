# An Event whose waiters are the run queue itself: set() moves them from there to there, and does not end by itself.

import asyncio
from asyncio import core


async def nothing():
    pass


async def main():
    print("again")


async def sets():
    event = asyncio.Event()
    event.waiting = core._task_queue
    asyncio.create_task(nothing())
    print("ready")
    event.set()


try:
    asyncio.run(sets())
    print("no interrupt")
except KeyboardInterrupt:
    print("interrupted")
asyncio.new_event_loop()
asyncio.run(main())
