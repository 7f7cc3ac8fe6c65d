# _asyncio.create_task() and run_until_complete() are those of the core in use, outside of a run, too.

try:
    import _asyncio
    import asyncio

    _asyncio.create_task
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def gives(value):
    await asyncio.sleep_ms(0)
    return value


async def main():
    return await _asyncio.create_task(gives("inner"))


asyncio.run(gives(0))
for _ in range(2):
    first, second = _asyncio.create_task(gives(1)), _asyncio.create_task(main())
    print(_asyncio.run_until_complete(second), first.done())
    print(asyncio.run(main()))
