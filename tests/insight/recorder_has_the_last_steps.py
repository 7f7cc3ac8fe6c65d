# The recorder has the last steps, the oldest first, and is read after an exception; older tasks have no number.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def show():
    entries = _asyncio.recorded()
    times = [e[0] for e in entries]
    for _, number, name, what in entries:
        if what not in ("idle", "busy"):
            print(number, name, what)
    return times


async def child():
    await asyncio.sleep_ms(0)
    await event.wait()
    raise ValueError


async def sleeper():
    await asyncio.sleep_ms(100000)


async def main(old):
    task = asyncio.create_task(child())
    other = asyncio.create_task(sleeper())
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    other.cancel()
    event.set()
    await task


event = asyncio.Event()
old = asyncio.create_task(sleeper())
_asyncio.record(True)
try:
    asyncio.run(main(old))
except ValueError:
    print("ValueError")
_asyncio.record(False)
show()
_asyncio.record(True)
print(_asyncio.recorded())


async def many():
    for _ in range(2000):
        await asyncio.sleep_ms(0)


asyncio.run(many())
_asyncio.record(False)
entries = _asyncio.recorded()
print(len(entries) in (64, 1024), [e[3] for e in entries[-2:]], len(set(e[1] for e in entries)))
