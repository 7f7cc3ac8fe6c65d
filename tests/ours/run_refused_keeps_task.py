# A run that is refused leaves an existing task, which was to be its main task, to the run that is under way.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    print("runs")
    return "value"


async def main():
    loop = asyncio.get_event_loop()
    t = loop.create_task(job())
    try:
        loop.run_until_complete(t)
    except RuntimeError:
        print("RuntimeError")
    print(await asyncio.wait_for_ms(t, 1000))


asyncio.run(main())
