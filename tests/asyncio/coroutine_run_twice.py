# A coroutine that has ended, given to a second task, ends it at once with None.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def main():
    c = job()
    print(await asyncio.create_task(c))
    print(await asyncio.create_task(c))


asyncio.run(main())
