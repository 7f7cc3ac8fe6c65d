# A program drives a wait_for() by hand. What it waits for ends, and the program throws something else into it than what says so.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

event = asyncio.Event()


def handed(coro, thrown):
    # Throws this in when it is resumed, whatever it is resumed by.
    try:
        yield coro.send(None)
    except asyncio.CancelledError:
        pass
    try:
        print("waits on", coro.throw(thrown))
    except StopIteration as er:
        return er.value


async def ends(value):
    await event.wait()
    if isinstance(value, Exception):
        raise value
    return value


async def one(what, value, thrown):
    event.clear()
    print(what, "begins")
    asyncio.create_task(set_event())
    try:
        print(what, await handed(asyncio.wait_for_ms(ends(value), 500), thrown))
    except asyncio.CancelledError as er:
        print(what, "cancelled", er.args)
    except Exception as er:
        print(what, type(er), er)
    print(what, asyncio.current_task().data)
    # The task waits as any other.
    await asyncio.sleep_ms(1)
    print(what, await asyncio.wait_for_ms(ends("again"), 500), asyncio.current_task().data)


async def set_event():
    await asyncio.sleep_ms(2)
    event.set()


async def main():
    cancelled = asyncio.CancelledError
    for value in ("returned", ValueError("raised")):
        what = type(value).__name__
        await one(what + ", an outcome", value, cancelled(True, "thrown"))
        await one(what + ", an error", value, cancelled(KeyError("thrown")))
        await one(what + ", cancelled", value, cancelled())
        await one(what + ", an exception", value, OSError(5))
    print(await asyncio.wait_for_ms(ends("at last"), 500), asyncio.current_task().data)


asyncio.run(main())
