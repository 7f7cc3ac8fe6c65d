# The callback for idle time is not called while a stream is waited for that has to be polled; a flag's task, and one that
# waits for ever, leave it be.
try:
    import _asyncio, asyncio, io
    _asyncio.tasks
    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

from asyncio import core


class Stream(io.IOBase):
    polls = 0

    def ioctl(self, request, arg):
        if request != 3:
            return -1
        self.polls += 1
        return arg if self.polls >= 3 else 0


async def reads():
    yield core._io_queue.queue_read(Stream())


async def waits():
    await flag.wait()


def idle(ms):
    calls.append(ms is None or ms >= 0)
    flag.set()


async def quiet(coro):
    await coro


calls = []
flag = asyncio.ThreadSafeFlag()
asyncio.Event()
if not any("ThreadSafeFlag" in name for name in _asyncio.adopted()):
    print("SKIP")  # flags are polled streams here
    raise SystemExit
for record in (False, True):
    _asyncio.record(record)
    _asyncio.on_idle(idle)
    del calls[:]
    asyncio.run(quiet(reads()))
    print(calls)
    asyncio.run(quiet(waits()))
    print(calls)
    _asyncio.on_idle(None)
_asyncio.record(False)
