# However a run is left, no task is current after it, and those that are alive go on in the next one.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


class MyBase(BaseException):
    pass


async def returns():
    await asyncio.sleep_ms(0)
    return "returned"


async def raises(kind):
    await asyncio.sleep_ms(0)
    raise kind


async def beside(kind):
    asyncio.create_task(raises(kind))
    await asyncio.sleep_ms(20)


async def beside_callback(kind):
    def callback(t, er):
        raise kind

    asyncio.create_task(returns()).state = callback
    await asyncio.sleep_ms(20)


async def beside_handler(kind):
    def handler(loop, context):
        raise kind

    loop.set_exception_handler(handler)
    asyncio.create_task(raises(ValueError))
    await asyncio.sleep_ms(20)


async def stops():
    loop.stop()
    await asyncio.sleep_ms(20)


async def survivor():
    global survived
    for _ in range(3):
        await asyncio.sleep_ms(1)
    survived += 1


def forever(coro):
    asyncio.create_task(coro)
    loop.run_forever()


def by_task(coro):
    return core.run_until_complete(asyncio.create_task(coro))


def leave(way, coro):
    asyncio.create_task(survivor())
    try:
        end = way(coro)
    except BaseException as er:
        end = type(er).__name__
    current = core.cur_task
    try:
        current = asyncio.current_task()
    except RuntimeError:
        pass
    loop.set_exception_handler(None)
    return end, current


async def rest(n):
    # However slow the machine is, they need few turns.
    turns = 0
    while survived < n and turns < 1000:
        await asyncio.sleep_ms(1)
        turns += 1


survived = 0
for name, way in (("run", asyncio.run), ("loop", loop.run_until_complete), ("core", by_task), ("forever", forever)):
    ends = [leave(way, stops() if way is forever else returns())]
    for kind in (ValueError, MemoryError, asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit, MyBase):
        for coro in (raises, beside, beside_callback, beside_handler):
            if way is forever and issubclass(kind, (Exception, asyncio.CancelledError)) and coro in (raises, beside):
                continue
            if coro is beside and issubclass(kind, (Exception, asyncio.CancelledError)):
                continue
            ends.append(leave(way, coro(kind)))
    wrong = [end for end in ends if end[1] is not None]
    asyncio.run(rest(len(ends)))
    print(name, ends[0], len(ends), "left,", len(wrong), "with a current task", survived == len(ends))
    survived = 0
