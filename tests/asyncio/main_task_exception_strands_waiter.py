# A main task that raises does not wake the tasks that await it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def waiter(t):
    try:
        await t
    except ValueError:
        print("waiter")


async def main():
    global w
    w = asyncio.create_task(waiter(asyncio.current_task()))
    await asyncio.sleep_ms(0)
    raise ValueError


async def main2():
    await asyncio.sleep_ms(2)
    print(w.done())


try:
    asyncio.run(main())
except ValueError:
    print("ValueError")
asyncio.run(main2())
