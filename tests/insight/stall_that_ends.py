# The callback for a stall is called once for each stall: if it makes something happen the run goes on, and the next stall
# is told again; if it does not, it is not called again and again.
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
    if calls < 3:
        event.set()


async def main():
    for _ in range(2):
        await event.wait()
        event.clear()
        print("woken")
        # Time that somebody waits for is no stall.
        await asyncio.sleep_ms(1)
    asyncio.create_task(later())
    await event.wait()


async def later():
    await asyncio.sleep_ms(1)
    event.set()


event = asyncio.Event()
calls = 0
for record in (False, True):
    calls = 0
    event.clear()
    _asyncio.record(record)
    _asyncio.on_stall(stalled)
    asyncio.run(main())
    print(calls)
_asyncio.on_stall(None)
_asyncio.record(False)


def ends():
    print("ends")
    raise SystemExit


# Set anew in the middle of a stall, it is told of that stall.
async def stalls():
    await asyncio.Event().wait()


def sets_another():
    print("sets another")
    _asyncio.on_stall(ends)


_asyncio.on_stall(sets_another)
try:
    asyncio.run(stalls())
except SystemExit:
    print("SystemExit")
_asyncio.on_stall(None)
