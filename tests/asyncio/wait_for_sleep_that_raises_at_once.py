# The sleep that wait_for() is given is called inside the wait: what it raises then is handled like what comes out of it.
try:
    import asyncio
    from asyncio import CancelledError
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(events, release):
    try:
        await release.wait()
        events.append("job done")
    except CancelledError:
        events.append("job cancelled")
        raise


def raises(exc):
    def sleep(t):
        raise exc

    return sleep


async def wait(aw, exc, events):
    try:
        events.append(("result", await asyncio.wait_for(aw, 1, raises(exc))))
    except BaseException as er:
        events.append((type(er).__name__, er.args))
    for _ in range(3):
        await asyncio.sleep(0)
    events.append("went on")


async def turns():
    for _ in range(20):
        await asyncio.sleep(0)


async def main(exc, is_task):
    events = []
    release = asyncio.Event()
    aw = job(events, release)
    if is_task:
        aw = asyncio.create_task(aw)
        await turns()
    waiter = asyncio.create_task(wait(aw, exc, events))
    await turns()
    release.set()
    await turns()
    print(repr(exc), is_task, events, waiter.done())


for is_task in False, True:
    for exc in CancelledError(), CancelledError(True, 7), CancelledError(ValueError("v")), KeyError("k"), StopIteration(3):
        asyncio.run(main(exc, is_task))
        asyncio.new_event_loop()


# What is no awaitable is a TypeError, also of what the sleep returned.
async def odd(sleep):
    try:
        await asyncio.wait_for(asyncio.sleep_ms(5), 1, sleep)
    except TypeError:
        print("TypeError")


asyncio.run(odd(lambda t: None))
asyncio.run(odd(None))
