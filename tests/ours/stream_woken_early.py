# A program pushes a task that waits for a ThreadSafeFlag or for a stream: it goes on, asks the stream again, and is not queued
# twice when the stream is ready as well (stock crashes). It is cancelled and then pushed with a key, too, which loses the
# cancellation.

try:
    import asyncio
    import time
    from asyncio import core

    asyncio.ThreadSafeFlag
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import io


# Ready when the program says so.
class Slow(io.IOBase):
    def __init__(self):
        self.parts = []
        self.room = False

    def ioctl(self, request, arg):
        if request == 3:  # MP_STREAM_POLL
            return arg & ((1 if self.parts else 0) | (4 if self.room else 0))
        return -1

    def readinto(self, buf):
        if not self.parts:
            return None
        part = self.parts.pop(0)
        buf[: len(part)] = part
        return len(part)

    def read(self, n=-1):
        return self.parts.pop(0) if self.parts else None

    def readline(self):
        return self.read()

    def write(self, buf):
        return len(buf) if self.room else None


async def flag(flag, stream):
    await flag.wait()
    return "flag"


async def read(flag, stream):
    return await asyncio.StreamReader(stream).read(3)


async def readinto(flag, stream):
    return await asyncio.StreamReader(stream).readinto(bytearray(3))


async def drain(flag, stream):
    writer = asyncio.StreamWriter(stream)
    writer.write(b"abc")
    await writer.drain()
    return writer.out_buf


async def one(how, name, coro):
    threadsafe, stream = asyncio.ThreadSafeFlag(), Slow()
    task = asyncio.create_task(coro(threadsafe, stream))
    await asyncio.sleep_ms(0)
    if how == "pushed":
        core._task_queue.push(task)
    else:
        print(task.cancel())
        print(core._task_queue.pop() is task)
        core._task_queue.push(task, time.ticks_ms())
    stream.parts.append(b"xyz")
    stream.room = True
    try:
        print(how, name, await task, threadsafe.state)
    except Exception as er:
        print(how, name, type(er).__name__)
    asyncio.new_event_loop()


for how in ("pushed", "cancelled"):
    # The first call of each is how the library learns of it.
    for _ in range(2):
        for name, coro in (("flag", flag), ("read", read), ("readinto", readinto), ("drain", drain)):
            asyncio.run(one(how, name, coro))
