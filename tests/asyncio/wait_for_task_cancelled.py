# wait_for() of a task that somebody cancels raises CancelledError, and does not take it for its own.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(100000)


async def killer(t):
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    t.cancel()


async def main():
    t = asyncio.create_task(job())
    k = asyncio.create_task(killer(t))
    try:
        await asyncio.wait_for_ms(t, 100000)
    except asyncio.CancelledError:
        print("CancelledError", t.done())
    await k
    # The task of main itself was not cancelled.
    await asyncio.sleep_ms(0)
    print("goes on")


asyncio.run(main())
