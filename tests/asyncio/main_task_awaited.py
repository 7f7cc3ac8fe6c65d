# The main task may be awaited by others: they get its value, in a later run.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def waiter(t):
    print("waiter", await t)


async def main():
    global w
    w = asyncio.create_task(waiter(asyncio.current_task()))
    await asyncio.sleep_ms(0)
    return "value"


async def main2():
    await w


print(asyncio.run(main()))
asyncio.run(main2())
