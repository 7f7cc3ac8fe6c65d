# A StopIteration that is thrown into a coroutine leaves it as a RuntimeError, and never as its result.
try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def outcome(call):
    try:
        return call()
    except BaseException as er:
        return type(er).__name__, er.args


async def caller(aw):
    try:
        print("result", await aw)
    except BaseException as er:
        print("awaited", type(er).__name__, er.args)


async def held(lock):
    async with lock:
        await asyncio.sleep_ms(1)


async def main(name, make, exc, is_new, is_awaited):
    event = asyncio.Event()
    lock = asyncio.Lock()
    await lock.acquire()
    aw = make(event, lock)
    if is_awaited:
        aw = caller(aw)
    if not is_new:
        aw.send(None)
    print(name, "new" if is_new else "suspended", outcome(lambda: aw.throw(exc)), outcome(lambda: aw.send(None)))


makers = (
    ("event", lambda event, lock: event.wait()),
    ("lock", lambda event, lock: lock.acquire()),
    ("async with", lambda event, lock: held(lock)),
    ("wait_for", lambda event, lock: asyncio.wait_for(event.wait(), 1)),
    ("wait_for without timeout", lambda event, lock: asyncio.wait_for(asyncio.create_task(event.wait()), None)),
    ("gather", lambda event, lock: asyncio.gather(event.wait())),
)
for name, make in makers:
    for exc in StopIteration(5), StopIteration, KeyError(6):
        for is_new in True, False:
            for is_awaited in False, True:
                asyncio.run(main(name, make, exc, is_new, is_awaited))
                asyncio.new_event_loop()
