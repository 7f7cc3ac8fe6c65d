# A task that waits for one that left run() by KeyboardInterrupt waits on: it is neither woken nor lost.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad():
    await asyncio.sleep_ms(0)
    raise KeyboardInterrupt


async def waiter(t):
    try:
        await t
    except BaseException as er:
        print("waiter", type(er).__name__)


async def main():
    global w
    w = asyncio.create_task(waiter(asyncio.create_task(bad())))
    await w
    print("not reached")


async def main2():
    await asyncio.sleep_ms(2)
    print(w.done())


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("KeyboardInterrupt")
asyncio.run(main2())
