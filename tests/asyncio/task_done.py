# Task.done(): false while it waits, true after it returned, raised or was cancelled.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(exc):
    await asyncio.sleep_ms(0)
    if exc:
        raise exc


async def main():
    for exc in (None, ValueError, asyncio.CancelledError):
        t = asyncio.create_task(job(exc))
        print(t.done())
        await asyncio.sleep_ms(0)
        print(t.done())
        try:
            await t
        except BaseException as er:
            print(type(er).__name__)
        print(t.done())


asyncio.run(main())
