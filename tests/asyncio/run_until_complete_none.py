# core.run_until_complete() without a task, or with None, runs until nothing is scheduled, returns None,
# and is not an error when nothing was.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    for i in range(n):
        print("job", n, i)
        await asyncio.sleep_ms(0)


print(core.run_until_complete())
print(core.run_until_complete(None))
asyncio.create_task(job(2))
asyncio.create_task(job(3))
print(core.run_until_complete())
asyncio.create_task(job(1))
print(core.run_until_complete(None))
asyncio.create_task(job(1))
print(core.run_until_complete(main_task=None))
print(core.cur_task)
