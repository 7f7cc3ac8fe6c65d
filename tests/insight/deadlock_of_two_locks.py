# Two tasks that want each other's lock: nothing can wake, which is told once, and the list says who waits for which lock.
try:
    import _asyncio, asyncio
    _asyncio.on_stall
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Deadlock(Exception):
    pass


async def transfer(first, second):
    async with first:
        await asyncio.sleep_ms(0)
        async with second:
            print("never")


def stalled():
    print("stalled")
    waiting = [(t.name, t.state, names.get(id(t.detail))) for t in _asyncio.tasks()]
    for entry in sorted(waiting, key=str):
        print(entry)
    raise Deadlock


async def main():
    tasks = [asyncio.create_task(transfer(a, b)), asyncio.create_task(transfer(b, a))]
    for task in tasks:
        await task


a, b = asyncio.Lock(), asyncio.Lock()
names = {id(a): "lock a", id(b): "lock b"}
_asyncio.on_stall(stalled)
try:
    asyncio.run(main())
except Deadlock:
    print("the run ended with Deadlock")
_asyncio.on_stall(None)
