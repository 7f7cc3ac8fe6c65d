# A task cancelled between the end of the task that it waits for and its own turn is cancelled itself.
# https://github.com/micropython/micropython/issues/7386

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(0)
    return "value"


async def waiter(t):
    try:
        print("not reached", await t)
    except asyncio.CancelledError as er:
        print("waiter cancelled")
        raise er


async def main():
    t = asyncio.create_task(job())
    w = asyncio.create_task(waiter(t))
    while not t.done():
        await asyncio.sleep_ms(0)
    print(w.done(), w.cancel())
    try:
        await w
    except asyncio.CancelledError:
        print("CancelledError")
    print(await t)


asyncio.run(main())
