# A task whose state is a callback cannot be awaited as well: RuntimeError, and the callback still comes.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(0)
    return "value"


async def main():
    t = asyncio.create_task(job())
    t.state = lambda t2, er: print("callback", er.value)
    try:
        await t
    except RuntimeError as er:
        print("RuntimeError", er)
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print(await t)


asyncio.run(main())
