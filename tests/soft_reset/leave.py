# Leaves tasks, streams and sleeps waiting, and a reset in one of several ways; the argument says which.
import asyncio
import io
import sys

import machine
from asyncio import core

WAY = sys.argv[1]


class Never(io.IOBase):
    def ioctl(self, request, argument):
        if request == 3 and resets_in_poll:
            machine.soft_reset()
        return 0

    def read(self, n):
        return None


class Refuses:
    def send(self, value):
        machine.soft_reset()

    def throw(self, exc):
        raise exc


resets_in_poll = False
event = asyncio.Event()
lock = asyncio.Lock()
flag = asyncio.ThreadSafeFlag()


async def sleeper():
    while True:
        await asyncio.sleep(1000)


async def reader():
    await asyncio.StreamReader(Never()).read(1)


async def locker():
    async with lock:
        await event.wait()


async def resets():
    await asyncio.sleep_ms(2)
    if WAY == "machine.soft_reset() in a task":
        machine.soft_reset()
    raise SystemExit


def callback(task, exc):
    machine.soft_reset()


def handler(loop, context):
    machine.soft_reset()


async def fails():
    raise ValueError


async def main():
    global resets_in_poll
    for f in (sleeper, sleeper, reader, reader, locker, locker, event.wait, flag.wait):
        asyncio.create_task(f())
    asyncio.create_task(asyncio.wait_for(event.wait(), 1000))
    asyncio.create_task(asyncio.gather(sleeper(), reader(), return_exceptions=True))
    await asyncio.sleep_ms(2)
    unused = asyncio.sleep_ms(1000)
    if WAY in ("machine.soft_reset() in a task", "SystemExit in a task"):
        await asyncio.create_task(resets())
    elif WAY == "a callback of a task":
        task = asyncio.create_task(nothing())
        task.state = callback
        await asyncio.sleep_ms(50)
    elif WAY == "the exception handler":
        asyncio.get_event_loop().set_exception_handler(handler)
        asyncio.create_task(fails())
        await asyncio.sleep_ms(50)
    elif WAY == "a poll":
        resets_in_poll = True
        await asyncio.sleep_ms(50)
    elif WAY == "an object that acts as a coroutine":
        core._task_queue.push(core.Task(Refuses()))
        await asyncio.sleep_ms(50)
    return unused


async def nothing():
    pass


kept = asyncio.run(main())
print("left")
