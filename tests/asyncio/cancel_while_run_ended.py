# A task can be cancelled between runs; the next run delivers it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError as er:
        print("cancelled")
        raise er


async def main():
    global t
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)


async def main2():
    await asyncio.sleep_ms(1)
    print(t.done())


asyncio.run(main())
print(t.cancel())
asyncio.run(main2())
