# wait_for(): the value in time; TimeoutError and a cancelled coroutine otherwise.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(ms, val):
    try:
        await asyncio.sleep_ms(ms)
    except asyncio.CancelledError as er:
        print("cancelled", val)
        raise er
    return val


async def main():
    print(await asyncio.wait_for(job(1, "a"), 10))
    print(await asyncio.wait_for(job(1, "b"), None))
    try:
        await asyncio.wait_for(job(10000, "c"), 0.002)
    except asyncio.TimeoutError:
        print("TimeoutError")
    try:
        await asyncio.wait_for(job(10000, "d"), 0)
    except asyncio.TimeoutError:
        print("TimeoutError")
    t = asyncio.create_task(job(0, "e"))
    print(await asyncio.wait_for(t, 10), t.done())


asyncio.run(main())
