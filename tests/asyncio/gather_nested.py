# gather() within gather(), and wait_for() around it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(n)
    return n


async def inner(n):
    return await asyncio.gather(job(n), job(n + 1))


async def main():
    print(await asyncio.gather(inner(1), inner(3)))
    print(await asyncio.wait_for_ms(asyncio.gather(job(1), job(2)), 100000))
    try:
        await asyncio.wait_for_ms(asyncio.gather(job(100000), job(2)), 10)
    except asyncio.TimeoutError:
        print("TimeoutError")


asyncio.run(main())
