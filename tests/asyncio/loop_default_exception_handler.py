# Loop.default_exception_handler() can be called by a program, and be replaced: the loop uses what is there.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print("replaced", type(context["exception"]).__name__)


async def bad():
    raise ValueError


async def main():
    asyncio.create_task(bad())
    for _ in range(4):
        await asyncio.sleep_ms(0)


loop = asyncio.get_event_loop()
print(callable(loop.default_exception_handler))
saved = loop.default_exception_handler
loop.default_exception_handler = handler
asyncio.run(main())
loop.default_exception_handler = saved
