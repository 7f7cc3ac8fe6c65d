# A task ends with an exception while it is queued: a coroutine that it closed waits nevertheless. The handler is told at once, and
# once; nothing else happens when the wait would have been over. One that returns nevertheless has its value for whoever awaits it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

event = asyncio.Event()
lock = asyncio.Lock()


async def sleeps():
    await asyncio.sleep_ms(20)


async def waits(how):
    try:
        await asyncio.sleep_ms(0)
    finally:
        if how == "sleep":
            await asyncio.sleep_ms(20)
        elif how == "event":
            await event.wait()
        elif how == "lock":
            await lock.acquire()
        else:
            await other


def first_of(coro):
    # What a coroutine yields first.
    yield coro.send(None)


async def closes(how):
    coro = waits(how)
    await first_of(coro)
    coro.close()


async def returns(how):
    try:
        await closes(how)
    except RuntimeError:
        return how, "returned"


def handler(loop, context):
    print("handler", type(context["exception"]).__name__)


async def main():
    global other
    asyncio.get_event_loop().set_exception_handler(handler)
    await lock.acquire()
    for how in ("sleep", "event", "lock", "task"):
        other = asyncio.create_task(sleeps())
        print(how)
        task = asyncio.create_task(closes(how))
        for _ in range(4):
            await asyncio.sleep_ms(0)
        print(task.done())
        await asyncio.sleep_ms(30)
        event.set()
        event.clear()
        await other
    for how in ("event", "lock", "task"):
        other = asyncio.create_task(sleeps())
        task = asyncio.create_task(returns(how))
        for _ in range(4):
            await asyncio.sleep_ms(0)
        event.set()
        event.clear()
        await other
        await asyncio.sleep_ms(1)
        print(task.done(), await task)
    lock.release()
    await asyncio.sleep_ms(5)
    print(lock.locked())


asyncio.run(main())
