# With io_first a task that a stream wakes runs once, whether something else is ready, sleeps, or queued it meanwhile.
try:
    import _asyncio, asyncio, io
    _asyncio.tasks
    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

from asyncio import core


class Stream(io.IOBase):
    ready = False

    def ioctl(self, request, arg):
        return arg if request == 3 and self.ready else 0 if request == 3 else -1


async def reads(stream, name):
    await waits(stream)
    order.append(name)


def waits(stream):
    yield core._io_queue.queue_read(stream)


async def turn(name):
    order.append(name)


async def sleeper():
    await asyncio.sleep_ms(1000000)


async def main(queued):
    streams = [Stream() for _ in range(3)]
    tasks = [asyncio.create_task(reads(stream, n)) for n, stream in enumerate(streams)]
    other = asyncio.create_task(sleeper())
    await asyncio.sleep_ms(0)
    # Nothing else is ready.
    streams[0].ready = True
    await tasks[0]
    # One is queued by something else, before it is woken.
    if queued:
        core._task_queue.push(tasks[1])
    for stream in streams:
        stream.ready = True
    for task in tasks:
        await task
    other.cancel()
    # Which comes first depends on when the streams were polled.
    print(sorted(order))


for record in (False, True):
    _asyncio.record(record)
    for first in (True, False):
        core._io_queue.io_first = first
        for queued in (False, True):
            order = []
            asyncio.run(main(queued))
words = [(step[2], step[3]) for step in _asyncio.recorded() if step[3] == "wake" and step[2] == "reads"]
print(len(words) > 0)
_asyncio.record(False)
