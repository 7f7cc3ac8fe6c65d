# A handler that raises ends run() with its exception. A later run() works, and other tasks go on.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    raise KeyError


async def bad():
    raise ValueError


async def other():
    for i in range(5):
        print("other", i)
        await asyncio.sleep_ms(0)


async def main():
    asyncio.create_task(bad())
    asyncio.create_task(other())
    while True:
        await asyncio.sleep_ms(0)


async def main2():
    await asyncio.sleep_ms(5)
    print("main2")


asyncio.get_event_loop().set_exception_handler(handler)
try:
    asyncio.run(main())
except KeyError:
    print("KeyError")
asyncio.get_event_loop().set_exception_handler(None)
asyncio.new_event_loop()
asyncio.run(main2())
