# A task in wait_for that the program takes out of the run queue and pushes again, once what it waits for has ended: pushing
# loses why it was woken, which is in its data, so the time is over; unless the program puts the data back. What it awaits next
# lasts as long as it is to.
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
            others.append((task, task.data))
        for task, data in others:
            core._task_queue.push(task)
            if how == "put back":
                task.data = data
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
    if how != "left":
        asyncio.create_task(meddles(waiter))
    await waiter


for how in ("left", "pushed", "put back"):
    order = []
    asyncio.run(main())
    print(how, order)
