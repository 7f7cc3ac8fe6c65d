# gather(): a list of the values in the order of its arguments, of coroutines and of tasks.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n, ms):
    await asyncio.sleep_ms(ms)
    print("job", n)
    return n


async def main():
    t = asyncio.create_task(job(4, 1))
    print(await asyncio.gather(job(1, 180), job(2, 60), job(3, 120), t))
    print(await asyncio.gather())
    print(await asyncio.gather(job(5, 0)))


asyncio.run(main())
