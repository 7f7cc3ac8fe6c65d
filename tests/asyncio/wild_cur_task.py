# core.cur_task: the running task in a task, None outside and after run().

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(ts, n):
    for _ in range(2):
        print(n, core.cur_task is ts[n])
        await asyncio.sleep_ms(0)


async def main():
    me = core.cur_task
    ts = []
    for n in range(2):
        ts.append(asyncio.create_task(job(ts, n)))
    for t in ts:
        await t
        print(core.cur_task is me, asyncio.core.cur_task is me)


print(core.cur_task)
asyncio.run(main())
print(core.cur_task)
