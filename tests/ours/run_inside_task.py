# asyncio.run() inside a running task is a RuntimeError; the refused coroutine never runs, and the outer
# loop goes on. So are the other ways into the loop.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def refused():
    print("never runs")


async def other():
    await asyncio.sleep_ms(1)
    print("other")


async def main():
    me = core.cur_task
    t = asyncio.create_task(other())
    loop = asyncio.get_event_loop()
    for f in (
        lambda: asyncio.run(refused()),
        lambda: loop.run_until_complete(refused()),
        lambda: core.run_until_complete(),
        lambda: core.run_until_complete(None),
        lambda: loop.run_until_complete(t),
        lambda: loop.run_forever(),
    ):
        try:
            f()
            print("no error")
        except RuntimeError:
            print("RuntimeError", core.cur_task is me, asyncio.current_task() is me)
    await t
    await asyncio.sleep_ms(1)
    return "value"


print(asyncio.run(main()))
print(core._task_queue.peek())


async def again():
    return "again"


print(asyncio.run(again()))
