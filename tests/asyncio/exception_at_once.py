# A coroutine that raises before it first waits.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad():
    raise ValueError


async def main():
    t = asyncio.create_task(bad())
    try:
        await t
    except ValueError:
        print("ValueError", t.done())
    try:
        await bad()
    except ValueError:
        print("ValueError")


asyncio.run(main())
