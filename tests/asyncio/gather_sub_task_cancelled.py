# A task of a gather() that is cancelled ends the gather with CancelledError; the others run on.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(n)
    return n


async def killer(t):
    await asyncio.sleep_ms(0)
    t.cancel()


async def main():
    t1 = asyncio.create_task(job(100))
    t2 = asyncio.create_task(job(100000))
    asyncio.create_task(killer(t2))
    try:
        await asyncio.gather(t1, t2)
    except asyncio.CancelledError:
        print("CancelledError", t1.done(), t2.done())
    print(await t1)


asyncio.run(main())
