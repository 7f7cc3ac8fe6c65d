# What is watched while the loop never waits, while it waits with nobody to tell, and when a turn ends in an exception that
# leaves the run; and what a callback makes before the first turn.
try:
    import _asyncio, asyncio, micropython, time
    _asyncio.tasks
    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

from asyncio import core


async def nothing():
    pass


async def raises():
    time.sleep_ms(3)
    raise ValueError


async def holds():
    time.sleep_ms(3)


def slow(task, ms):
    calls.append(ms >= 1)


calls = []
_asyncio.on_slow(1, slow)
asyncio.run(holds())
print(len(calls) > 0, all(calls))
del calls[:]
try:
    asyncio.run(raises())
except ValueError:
    print("ValueError", calls)
for wrong in ((-1, slow), (1 << 29, slow), ("x", slow), (1, 5)):
    try:
        _asyncio.on_slow(*wrong)
    except (ValueError, TypeError) as er:
        print(type(er).__name__)
# Zero and None turn it off, whatever the callback.
for off in (0, None):
    _asyncio.on_slow(1, slow)
    _asyncio.on_slow(off, slow)
    asyncio.run(holds())
    print(calls)
_asyncio.on_slow(1, slow)
_asyncio.on_slow(1, None)
asyncio.run(holds())
print(calls)


async def busy():
    # So long that the streams are polled, which nobody waits for then.
    flag = asyncio.ThreadSafeFlag()
    task = asyncio.create_task(flag.wait())
    for _ in range(5):
        time.sleep_ms(2)
        await asyncio.sleep_ms(0)
    print(task.done())
    flag.set()
    await task


for what in (_asyncio.measure, _asyncio.record):
    what(True)
    asyncio.run(busy())
    what(False)


# A stall that nobody is told of, and one whose callback is told once.
def event_from_thread(event):
    time.sleep_ms(20)
    micropython.schedule(lambda event: event.set(), event)


async def waits(event):
    if _thread is None:
        event.set()
    else:
        _thread.start_new_thread(event_from_thread, (event,))
    await event.wait()


def stalled():
    stalls.append(True)


def idle(ms):
    idles.append(ms)
    event.set()


try:
    import _thread
except ImportError:
    _thread = None
_asyncio.record(True)
asyncio.run(waits(asyncio.Event()))
stalls = []
_asyncio.on_stall(stalled)
asyncio.run(waits(asyncio.Event()))
print(len(stalls) <= 1)
_asyncio.on_stall(None)
# The callback for idle time has no limit then.
idles = []
event = asyncio.Event()


async def waits_idle():
    await event.wait()


_asyncio.on_idle(idle)
asyncio.run(waits_idle())
_asyncio.on_idle(None)
print(idles)


# Nobody makes a task that is made before the first turn.
def makes(_):
    tasks.append(asyncio.create_task(nothing()))


async def sees():
    while not tasks:
        await asyncio.sleep_ms(0)
    print("made by" in repr(tasks[0]))
    await tasks[0]


tasks = []
task = asyncio.create_task(sees())
micropython.schedule(makes, None)
core.run_until_complete(task)
_asyncio.record(False)
