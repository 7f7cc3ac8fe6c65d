# After a run was left by what is no Exception, each task that is alive can be cancelled, whatever it waits for, and cleans up
# in the next run; a task that raised it has ended, and is neither done nor queued, as on stock.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def wait(name, co):
    try:
        await co
    except asyncio.CancelledError:
        print("cleaned up", name, end="; ")
        raise


async def end(kind):
    await asyncio.sleep_ms(2)
    raise kind


async def endless():
    while True:
        await asyncio.sleep_ms(0)


async def main(kind):
    lock, event = asyncio.Lock(), asyncio.Event()
    await lock.acquire()
    sleeper = asyncio.create_task(asyncio.Event().wait())
    for name, co in (
        ("sleep", asyncio.sleep_ms(1000)),
        ("event", event.wait()),
        ("lock", lock.acquire()),
        ("task", sleeper),
        ("turns", endless()),
        ("gather", asyncio.gather(endless())),
        ("wait_for", asyncio.wait_for(endless(), 10)),
    ):
        if name == "sleep":
            tasks.append(asyncio.create_task(wait(name, asyncio.wait_for(asyncio.Event().wait(), 10))))
        tasks.append(asyncio.create_task(wait(name, co)))
    tasks.append(asyncio.create_task(end(kind)))
    await asyncio.sleep_ms(1000)


async def after():
    await asyncio.sleep_ms(10)
    return [t.done() for t in tasks]


for kind in (KeyboardInterrupt, SystemExit, GeneratorExit):
    tasks = []
    try:
        asyncio.run(main(kind))
    except kind:
        print(kind.__name__, core.cur_task)
    for t in tasks:
        try:
            print(t.cancel(), end=" ")
        except RuntimeError as er:
            print(er, end=" ")
    print()
    print(asyncio.run(after()))
    asyncio.new_event_loop()
