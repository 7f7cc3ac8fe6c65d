# An exception that another task awaits reaches that task, and not the handler.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print("handler")


async def bad():
    await asyncio.sleep_ms(0)
    raise ValueError("text")


async def waiter(t, n):
    try:
        await t
    except ValueError as er:
        print("waiter", n, er.args)


async def main():
    t = asyncio.create_task(bad())
    w = [asyncio.create_task(waiter(t, n)) for n in range(3)]
    for t2 in w:
        await t2
    # And once more, after it is done.
    await waiter(t, 3)
    await waiter(t, 4)


asyncio.get_event_loop().set_exception_handler(handler)
asyncio.run(main())
asyncio.get_event_loop().set_exception_handler(None)
