# Two cancels before the task runs are one; a cancel after that is a second one.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    for i in range(3):
        try:
            await asyncio.sleep_ms(100000)
        except asyncio.CancelledError:
            print("cancelled", i)
    print("end")


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    print(t.cancel(), t.cancel())
    await asyncio.sleep_ms(0)
    print(t.cancel())
    await asyncio.sleep_ms(0)
    print(t.done(), t.cancel())
    await asyncio.sleep_ms(0)
    print(t.done(), t.cancel())


asyncio.run(main())
