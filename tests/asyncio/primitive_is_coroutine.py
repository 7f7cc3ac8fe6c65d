# What Event.wait(), Lock.acquire(), ThreadSafeFlag.wait(), wait_for() and gather() give is a coroutine to everyone: begun by
# hand, thrown into, closed, awaited late, twice, by another task, in a task, dropped.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


coro = nothing()
coroutine = type(coro)
coro.close()


def makers():
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    lock.state = 1
    yield "event", event.wait, event.set
    yield "lock", lock.acquire, lock.release
    yield "flag", flag.wait, flag.set
    yield "wait_for", lambda: asyncio.wait_for(event.wait(), 1), event.set
    yield "gather", lambda: asyncio.gather(event.wait(), nothing()), event.set


def outcome(function, *args):
    try:
        return function(*args)
    except BaseException as er:
        return repr(er)


async def awaits(name, aw):
    try:
        print(name, await aw)
    except BaseException as er:
        print(name, repr(er))


async def main():
    for name, make, wake in makers():
        aw = make()
        print(name, isinstance(aw, coroutine), hasattr(aw, "send"), hasattr(aw, "throw"), hasattr(aw, "close"))
        # Not begun: closed, thrown into, dropped.
        print(aw.close(), outcome(aw.send, None))
        aw = make()
        print(outcome(aw.throw, ValueError("early")), outcome(aw.send, None))
        aw = make()
        print(outcome(aw.throw, ValueError), outcome(aw.throw, KeyError("again")))
        print(outcome(make().send, 1))
        make()
        # In a task, and cancelled there: before it begins, and when it waits.
        for turns in range(2):
            t = asyncio.create_task(make())
            for _ in range(turns):
                await asyncio.sleep_ms(0)
            t.cancel()
            await awaits("cancelled", t)
        # Made by one task, awaited late and by another; then once more.
        aw = make()
        t = asyncio.create_task(awaits(name, aw))
        await asyncio.sleep_ms(1)
        wake()
        await t
        print("twice", await aw)


asyncio.run(main())
