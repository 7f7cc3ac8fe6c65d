# A scheduled callback that runs between two turns is no task: what only a task can do is refused there, and what a thread
# asks of a core whose run is another thread's is refused, too.

try:
    import asyncio
    import micropython
    import time
    import _thread

    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def job():
    pass


def refused(what, f):
    try:
        f()
        said.append((what, "taken"))
    except RuntimeError as er:
        said.append((what, str(er)))


def callback(arg):
    coro = job()
    refused("sleep", lambda: next(iter(asyncio.sleep_ms(1))))
    refused("event", lambda: event.wait().send(None))
    refused("run", lambda: asyncio.run(coro))
    refused("new_event_loop", asyncio.new_event_loop)
    coro.close()


def thread():
    coro = job()
    refused("thread's sleep", lambda: next(iter(asyncio.sleep_ms(1))))
    refused("thread's promotion", lambda: asyncio.core._promote_to_task(coro))
    refused("thread's run", lambda: asyncio.run(coro))
    refused("thread's new_event_loop", asyncio.new_event_loop)
    coro.close()
    done.append(True)


async def main():
    # Nothing looks for callbacks between this and the end of the turn.
    micropython.schedule(callback, None)
    await asyncio.sleep_ms(0)
    _thread.start_new_thread(thread, ())
    while not done:
        await asyncio.sleep_ms(1)


said, done = [], []
event = asyncio.Event()
event.wait()
asyncio.run(main())
for what, text in said:
    print(what, text)
