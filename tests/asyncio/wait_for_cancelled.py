# A cancelled wait_for() cancels what it waits for, and raises CancelledError.
# https://github.com/micropython/micropython/issues/5797

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError as er:
        print("job cancelled")
        raise er


async def waiter(timeout):
    try:
        await asyncio.wait_for_ms(job(), timeout)
    except asyncio.CancelledError as er:
        print("waiter cancelled")
        raise er


async def main():
    for timeout in (100000, None):
        t = asyncio.create_task(waiter(timeout))
        for _ in range(3):
            await asyncio.sleep_ms(0)
        t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            print("CancelledError")


asyncio.run(main())
