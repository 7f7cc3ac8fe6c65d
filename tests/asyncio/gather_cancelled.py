# A cancelled gather() cancels all of its tasks.
# https://github.com/micropython/micropython/issues/7901

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError as er:
        print("cancelled", n)
        raise er


async def waiter(return_exceptions):
    await asyncio.gather(job(0), job(1), job(2), return_exceptions=return_exceptions)
    print("not reached")


async def main():
    for r in (False, True):
        t = asyncio.create_task(waiter(r))
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(0)
        t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            print("CancelledError")
        await asyncio.sleep_ms(0)


asyncio.run(main())
