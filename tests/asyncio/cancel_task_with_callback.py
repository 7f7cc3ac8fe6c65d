# A task whose state is a callback can be cancelled; the callback gets the CancelledError.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(100000)


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    t.state = lambda t2, er: print(t2 is t, type(er).__name__)
    print(t.done(), t.cancel())
    await asyncio.sleep_ms(0)
    print(t.done(), t.state)


asyncio.run(main())
