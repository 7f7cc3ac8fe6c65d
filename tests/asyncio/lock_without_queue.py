# A lock and an event look at their queue of waiting tasks only when they need it: a program may have taken it away.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    lock = asyncio.Lock()
    del lock.waiting
    print(await lock.acquire(), lock.locked())
    try:
        await lock.acquire()
    except AttributeError:
        print("no queue to wait in")
    try:
        lock.release()
    except AttributeError:
        print("no queue to wake")
    lock.state = 0
    try:
        lock.release()
    except RuntimeError as e:
        print(e)

    event = asyncio.Event()
    del event.waiting
    event.state = True
    print(await event.wait())
    event.clear()
    try:
        await event.wait()
    except AttributeError:
        print("no queue to wait in")
    try:
        event.set()
    except AttributeError:
        print("no queue to wake", event.is_set())

    # An object without the state says so, whether or not it has the queue.
    lock = asyncio.Lock()
    del lock.state, lock.waiting
    for name in ("release", "locked"):
        try:
            getattr(lock, name)()
        except AttributeError as e:
            print(name, "state" in str(e))


asyncio.run(main())
