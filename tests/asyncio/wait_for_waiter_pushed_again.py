# A task in wait_for that the program takes out of the run queue and pushes again, once what it waits for has ended: pushing
# loses why it was woken, so the time is over. What it awaits next lasts as long as it is to.
try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "result"


async def meddles(waiter):
    for _ in range(4):
        others = []
        while core._task_queue.peek():
            task = core._task_queue.pop()
            if task is waiter and again:
                core._task_queue.push(task)
                break
            others.append(task)
        for task in others:
            core._task_queue.push(task)
        await asyncio.sleep_ms(0)


async def waits():
    try:
        print(await asyncio.wait_for(job(), 20))
    except asyncio.TimeoutError:
        print("TimeoutError")
    order.append("waits")
    await asyncio.sleep_ms(50)
    order.append("slept")


async def main():
    waiter = asyncio.create_task(waits())
    await asyncio.sleep_ms(0)
    if again:
        asyncio.create_task(meddles(waiter))
    await waiter


for again in (False, True):
    order = []
    asyncio.run(main())
    print(order)
