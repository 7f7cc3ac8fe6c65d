# A task that wait_for(), gather() or a run has made goes on when a run of it is refused, by itself or by another task.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


async def job(name, by_itself):
    global last
    last = asyncio.current_task()
    if by_itself:
        refused(last)
    for _ in range(3):
        await asyncio.sleep_ms(2)
    return name


def refused(t):
    for way in (loop.run_until_complete, core.run_until_complete):
        try:
            way(t)
            print("no error", end=" ")
        except RuntimeError:
            print("RuntimeError", end=" ")


async def other():
    global last
    while last is None:
        await asyncio.sleep_ms(0)
    refused(last)


async def sub(name, by_itself):
    return await job(name, by_itself)


async def main(how, by_itself):
    global last
    last = None
    if not by_itself:
        asyncio.create_task(other())
    return await how(by_itself)


def wait_for(by_itself):
    return asyncio.wait_for(job("wait_for", by_itself), 1)


def wait_for_ms(by_itself):
    return asyncio.wait_for_ms(job("wait_for_ms", by_itself), 1000)


def gather(by_itself):
    return asyncio.gather(job("one", by_itself), job("two", by_itself))


def nested(by_itself):
    return asyncio.wait_for(asyncio.wait_for(job("nested", by_itself), 1), 1)


def created(by_itself):
    return asyncio.wait_for(asyncio.create_task(job("created", by_itself)), 1)


def itself(by_itself):
    return job("itself", by_itself)


for how in (wait_for, wait_for_ms, gather, nested, created, itself):
    for by_itself in (True, False):
        for way in (asyncio.run, loop.run_until_complete):
            print(way(main(how, by_itself)), core.cur_task)
