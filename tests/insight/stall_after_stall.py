# A task that a stall's callback wakes, and that waits again at once, makes another stall: the callback is told of each,
# whatever else is watched.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def stalled():
    global calls
    calls += 1
    print("stall", calls)
    if calls == 3:
        raise SystemExit
    event.set()


async def main():
    while True:
        await event.wait()
        event.clear()
        print("woken")


for record in (False, True):
    event = asyncio.Event()
    calls = 0
    _asyncio.record(record)
    _asyncio.on_stall(stalled)
    try:
        asyncio.run(main())
    except SystemExit:
        print("SystemExit")
    asyncio.new_event_loop()
_asyncio.on_stall(None)
_asyncio.record(False)
