# cancel() of a task that raised returns False and does not touch its exception.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad():
    raise ValueError("text")


async def main():
    t = asyncio.create_task(bad())
    await asyncio.sleep_ms(0)
    print(t.done(), t.cancel())
    try:
        await t
    except ValueError as er:
        print(er.args)


asyncio.run(main())
