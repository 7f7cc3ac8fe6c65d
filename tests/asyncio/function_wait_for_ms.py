# wait_for_ms(): as wait_for(), in milliseconds.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(ms):
    await asyncio.sleep_ms(ms)
    return ms


async def main():
    print(await asyncio.wait_for_ms(job(1), 10000))
    print(await asyncio.wait_for_ms(job(1), None))
    t = asyncio.create_task(job(10000))
    try:
        await asyncio.wait_for_ms(t, 2)
    except asyncio.TimeoutError:
        print("TimeoutError", t.done())


asyncio.run(main())
