# gather(return_exceptions=True): the list holds exceptions, cancellations too, in their places.
# https://github.com/micropython/micropython/issues/7807

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(0)
    if n == 1:
        raise ValueError(n)
    if n == 3:
        raise asyncio.CancelledError
    return n


async def forever():
    await asyncio.sleep_ms(100000)


async def killer(t):
    t.cancel()


async def main():
    t = asyncio.create_task(forever())
    r = await asyncio.gather(job(0), job(1), t, job(3), killer(t), return_exceptions=True)
    print([x if not isinstance(x, BaseException) else type(x).__name__ for x in r])


asyncio.run(main())
