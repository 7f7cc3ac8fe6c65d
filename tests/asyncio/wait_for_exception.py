# wait_for() passes on what its coroutine raises: an Exception, TimeoutError and CancelledError.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad(exc):
    await asyncio.sleep_ms(0)
    raise exc


async def main():
    for exc in (ValueError(1), asyncio.TimeoutError(2), asyncio.CancelledError(3)):
        try:
            await asyncio.wait_for_ms(bad(exc), 100000)
        except BaseException as er:
            print(type(er).__name__, er.args)


asyncio.run(main())
