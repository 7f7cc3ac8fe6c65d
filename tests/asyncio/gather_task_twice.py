# gather() refuses a task that it is given twice; the callback that the task has by then fails when it ends.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def value(x):
    await asyncio.sleep_ms(1)
    return x


async def main():
    t = asyncio.create_task(value(1))
    try:
        await asyncio.gather(t, t)
    except RuntimeError as er:
        print(er)
    await asyncio.sleep_ms(10)
    print("not here")


try:
    asyncio.run(main())
except NameError as er:
    print("NameError")
