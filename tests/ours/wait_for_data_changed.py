# A task in wait_for() has what is awaited, and is to run; what a program puts into its data before it does takes the outcome's
# place. So the sleep is over, without one; also if the program has made another sleep that it does not await.

try:
    import _asyncio
    import asyncio
    import time
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def waits(seconds):
    try:
        print(await asyncio.wait_for(job(), seconds))
    except asyncio.TimeoutError:
        print("TimeoutError")


async def main(is_armed):
    begin = time.ticks_ms()
    task = asyncio.create_task(waits(10))
    await asyncio.sleep_ms(0)  # it creates the task of job()
    await asyncio.sleep_ms(0)  # which ends
    other = asyncio.sleep_ms(100000) if is_armed else None
    task.data = 0
    await task
    print(time.ticks_diff(time.ticks_ms(), begin) < 5000)
    del other


for is_armed in (False, True):
    asyncio.run(main(is_armed))
