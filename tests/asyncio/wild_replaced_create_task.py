# A program may assign core.create_task: run(), gather(), wait_for() and Loop.create_task() then use it.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

saved = core.create_task
made = 0


def my_create_task(coro):
    global made
    made += 1
    return saved(coro)


async def job():
    await asyncio.sleep_ms(0)
    return "value"


async def main():
    print(made)
    print(await asyncio.gather(job(), job()), made)
    print(await asyncio.wait_for_ms(job(), 100000), made)
    print(await asyncio.get_event_loop().create_task(job()), made)


core.create_task = my_create_task
asyncio.run(main())
core.create_task = saved
asyncio.run(job())
print(made)
