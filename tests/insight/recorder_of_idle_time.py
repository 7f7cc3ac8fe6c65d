# The recorder has when the loop had nothing to do, and when it had again; and how a run ended.
try:
    import _asyncio, asyncio
    _asyncio.recorded
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def words():
    steps = _asyncio.recorded()
    _asyncio.record(True)
    return [(step[2], step[3]) for step in steps if step[3] in ("idle", "busy", "error", "end", "sleep", "cancel")]


async def sleeps():
    await asyncio.sleep_ms(2)


async def raises(kind):
    await asyncio.sleep_ms(2)
    raise kind


async def cancels():
    task = asyncio.create_task(sleeps())
    await asyncio.sleep_ms(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        pass


_asyncio.record(True)
# On a busy machine the time can be up before the loop gets to wait.
for _ in range(20):
    asyncio.run(sleeps())
    said = words()
    if ("", "idle") in said:
        break
# However often the loop looks in between, as it does at each tick of some boards.
print(said)
for kind in (ValueError, KeyboardInterrupt, asyncio.CancelledError):
    try:
        asyncio.run(raises(kind))
    except BaseException as er:
        print(type(er).__name__, words()[-1])
asyncio.new_event_loop()
asyncio.run(cancels())
print([step for step in words() if step[1] in ("cancel", "end", "error")])
_asyncio.record(False)
asyncio.run(sleeps())
# Nothing is recorded any more; what was stays.
print(words())
_asyncio.record(False)
print(_asyncio.recorded())
