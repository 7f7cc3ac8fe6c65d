# new_event_loop() inside a run: both queues are new, what was in the old ones is dropped and not cancelled, what waits for an
# Event or a Lock lives on. The run then returns None once both queues are empty, or with its main task.

try:
    import asyncio
    import io
    from asyncio import core

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


class Never(io.IOBase):
    def ioctl(self, request, arg):
        return 0 if request == 3 else -1


class Once(io.IOBase):
    asked = 0

    def ioctl(self, request, arg):
        self.asked += request == 3
        if request != 3:
            return -1
        return arg if self.asked > 2 else 0


def reader(s):
    yield core._io_queue.queue_read(s)


async def ticker():
    try:
        while True:
            await asyncio.sleep_ms(1)
    finally:
        print("this should not run")


async def read_never():
    try:
        await reader(Never())
    finally:
        print("this should not run")


async def later(f, ms):
    await asyncio.sleep_ms(ms)
    f()


def reset(then=None):
    old = core._task_queue, core._io_queue
    me = core.cur_task
    print(asyncio.new_event_loop() is loop, core.cur_task is me, end=" ")
    print(core._task_queue is not old[0], core._io_queue is not old[1], end=" ")
    print(core._task_queue.peek(), len(core._io_queue.map), end=" ")
    if then:
        then()


def company():
    for co in (ticker(), ticker(), read_never()):
        kept.append(asyncio.create_task(co))


# The main task sleeps, and is dropped with the rest.
async def main_dropped():
    company()
    asyncio.create_task(later(reset, 2))
    await asyncio.sleep(1000)


# The main task itself resets, and goes on to its end by what is queued anew.
async def main_resets():
    company()
    await asyncio.sleep_ms(2)
    reset()
    await asyncio.sleep_ms(2)
    await asyncio.create_task(later(lambda: print("later", end=" "), 1))
    return "main"


# The main task resets and ends in the same turn.
async def main_ends():
    company()
    await asyncio.sleep_ms(2)
    reset()
    return "main"


# The main task waits for an Event that a task of the new queue sets.
async def main_lives_on():
    event = asyncio.Event()
    company()
    asyncio.create_task(later(lambda: reset(lambda: asyncio.create_task(later(event.set, 1))), 2))
    await event.wait()
    return "main"


async def main_in_lock():
    lock = asyncio.Lock()
    await lock.acquire()
    asyncio.create_task(later(lambda: reset(lambda: asyncio.create_task(later(lock.release, 1))), 2))
    await lock.acquire()
    return "main"


# The main task waits for an Event that nobody sets: the tasks of the new queue end, and the run with them.
async def main_forgotten():
    def then():
        for n in (3, 1, 2):
            asyncio.create_task(later(lambda n=n: print(n, end=" "), 20 * n))
        asyncio.create_task(reader(Once()))

    asyncio.create_task(later(lambda: reset(then), 2))
    await asyncio.Event().wait()


# More than once.
async def main_twice():
    company()
    asyncio.create_task(later(lambda: reset(lambda: asyncio.create_task(later(reset, 1))), 2))
    await asyncio.sleep(1000)


async def main_raises():
    company()
    await asyncio.sleep_ms(2)
    reset()
    await asyncio.sleep_ms(1)
    raise ValueError


async def ok():
    await asyncio.sleep_ms(3)
    return "ok"


for f in (
    main_dropped,
    main_resets,
    main_ends,
    main_lives_on,
    main_in_lock,
    main_forgotten,
    main_twice,
    main_raises,
):
    for way in (asyncio.run, loop.run_until_complete):
        kept = []
        print(f.__name__, end=" ")
        try:
            print(way(f()), end=" ")
        except ValueError:
            print("ValueError", end=" ")
        print([t.done() for t in kept], core.cur_task, core._task_queue.peek(), asyncio.run(ok()))


async def forever():
    asyncio.create_task(later(lambda: reset(), 2))


asyncio.create_task(forever())
print(loop.run_forever(), asyncio.run(ok()))
