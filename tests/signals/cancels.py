# Cancels every task after the interrupt, also the one that ran last: they clean up in the next run.
import asyncio


async def worker(gap):
    global cleaned
    try:
        while True:
            await asyncio.sleep_ms(gap)
    except asyncio.CancelledError:
        cleaned += 1


async def main():
    tasks.extend(asyncio.create_task(worker(gap)) for gap in (1, 3, 7, 100))
    await asyncio.sleep_ms(0)
    print("ready")
    await asyncio.sleep(100)


async def again():
    await asyncio.sleep_ms(1)
    # One may have ended by the interrupt itself.
    print("again" if cleaned >= len(tasks) - 1 else "not cleaned up")


tasks = []
cleaned = 0
try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
for task in tasks:
    task.cancel()
asyncio.run(again())
