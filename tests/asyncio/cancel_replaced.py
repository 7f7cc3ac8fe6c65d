# A task may answer its cancellation with another exception.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError:
        raise ValueError("text")


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except ValueError as er:
        print("ValueError", er.args)


asyncio.run(main())
