# An Event and a Lock whose state a program has set to something else: what is true is set, and what is not 0 is locked.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def attempt(what, coro):
    task = asyncio.create_task(coro)
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    if task.done():
        print(what, "went on")
    else:
        task.cancel()
        print(what, "waited")
    try:
        await task
    except asyncio.CancelledError:
        pass


async def main():
    for state in (1, "a", [], "", None, 0, 0.0, 1.5, True, False):
        event = asyncio.Event()
        event.state = state
        await attempt("event {!r}".format(state), event.wait())
        lock = asyncio.Lock()
        lock.state = state
        await attempt("lock {!r}".format(state), lock.acquire())
        lock.state = state
        try:
            lock.release()
            print("released", lock.state, lock.locked())
        except RuntimeError as er:
            print(er, lock.locked())
    # Without one.
    for what, obj in (("event", asyncio.Event()), ("lock", asyncio.Lock())):
        del obj.state
        try:
            await (obj.wait() if what == "event" else obj.acquire())
        except AttributeError:
            print("AttributeError")


asyncio.run(main())
