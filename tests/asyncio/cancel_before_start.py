# A task cancelled before it ever ran does not run at all.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        print("not reached")
    except asyncio.CancelledError:
        print("not reached either")


async def main():
    t = asyncio.create_task(job())
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError", t.done())


asyncio.run(main())
