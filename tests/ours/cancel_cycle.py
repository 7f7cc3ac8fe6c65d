# Tasks whose data make a cycle: cancel() is a RuntimeError instead of no end, and the loop goes on.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


def park():
    yield


async def job(n):
    await park()
    print("woke", n)


async def main():
    ts = [asyncio.create_task(job(n)) for n in range(3)]
    await asyncio.sleep_ms(0)
    # A cycle of one, of two and of three; and a tail that leads into a cycle.
    for links in ((0,), (1, 0), (1, 2, 0), (1, 2, 1)):
        for n, to in enumerate(links):
            ts[n].data = ts[to]
        try:
            ts[0].cancel()
            print("no error")
        except RuntimeError:
            print("RuntimeError")
        for t in ts:
            t.data = None
    for t in ts:
        core._task_queue.push(t)
    for t in ts:
        await t


asyncio.run(main())
