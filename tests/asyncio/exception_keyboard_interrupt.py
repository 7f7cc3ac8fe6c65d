# KeyboardInterrupt and SystemExit raised in any task leave run() at once. The other tasks survive, and
# a later run() continues them.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad(exc):
    await asyncio.sleep_ms(0)
    raise exc


async def other(n):
    for i in range(4):
        print("other", n, i)
        await asyncio.sleep_ms(0)


async def main(exc):
    asyncio.create_task(bad(exc))
    t = asyncio.create_task(other(1))
    await t
    print("main goes on")


async def main2():
    t = asyncio.create_task(other(2))
    await t


for exc in (KeyboardInterrupt, SystemExit):
    try:
        asyncio.run(main(exc))
    except BaseException as er:
        print(type(er).__name__)
    asyncio.run(main2())
    asyncio.new_event_loop()
