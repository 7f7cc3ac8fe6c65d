# While the loop idles nobody runs, so a callback may cancel the task that ran last, whatever it waits for. While that task
# runs, a callback that comes in mid-turn would have it cancel itself.

try:
    import asyncio
    import io
    import micropython
    from asyncio import core

    micropython.schedule
    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


# Asked while the loop idles: it then has `then` called in the way that is wanted.
class Idle(io.IOBase):
    def __init__(self, way, then):
        self.way = way
        self.then = then
        self.asked = None

    def ioctl(self, request, arg):
        if request != 3:
            return -1
        if self.asked is None:
            return 0  # the one to cancel has not begun to wait
        self.asked += 1
        if self.asked == 3:
            if self.way == "schedule":
                micropython.schedule(self.then, None)
            else:
                self.then(None)
        return 0


def reader(s):
    yield core._io_queue.queue_read(s)


async def endless(gap):
    while True:
        await asyncio.sleep_ms(gap)


async def victim(co, idle):
    # Lets the reader go before it, so that this one runs last.
    await asyncio.sleep_ms(1)
    idle.asked = 0
    try:
        await co()
    except asyncio.CancelledError:
        print("cancelled", end=" ")
        raise


async def try_it(name, way, co):
    def cancel(_):
        try:
            print(core.cur_task is t, t.cancel(), end=" ")
        except RuntimeError as er:
            print(er, end=" ")

    idle = Idle(way, cancel)
    asker = asyncio.create_task(reader(idle))
    t = asyncio.create_task(victim(co, idle))
    print(name, way, end=" ")
    try:
        await asyncio.wait_for_ms(t, 500)
    except (asyncio.CancelledError, asyncio.TimeoutError) as er:
        print(type(er).__name__, end=" ")
    asker.cancel()
    print(t.done())


async def main():
    lock = asyncio.Lock()
    await lock.acquire()
    flag = asyncio.ThreadSafeFlag()
    for way in ("schedule", "call"):
        await try_it("sleep", way, lambda: asyncio.sleep_ms(2000))
        await try_it("event", way, asyncio.Event().wait)
        await try_it("lock", way, lock.acquire)
        await try_it("flag", way, flag.wait)


asyncio.run(main())


def callback(_):
    global called
    try:
        print(core.cur_task.cancel())
    except RuntimeError as er:
        print("in mid-turn:", er)
    called = True


async def busy():
    micropython.schedule(callback, None)
    while not called:
        pass
    await asyncio.sleep_ms(1)
    return "goes on"


called = False
print(asyncio.run(busy()))
