# A subclass of CancelledError is a cancellation: not reported to the handler, raised in the waiter.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class MyCancel(asyncio.CancelledError):
    pass


def handler(loop, context):
    print("handler")


async def bad():
    raise MyCancel("text")


async def main():
    t = asyncio.create_task(bad())
    for _ in range(3):
        await asyncio.sleep_ms(0)
    print(t.done())
    try:
        await t
    except asyncio.CancelledError as er:
        print(type(er).__name__, er.args)


asyncio.get_event_loop().set_exception_handler(handler)
asyncio.run(main())
asyncio.get_event_loop().set_exception_handler(None)
