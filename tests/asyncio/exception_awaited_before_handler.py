# A task that raised, awaited in the same turn, before the loop comes to the handler: the waiter gets the
# exception. The loop meets the task again all the same, and that is silent.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print("handler", type(context["exception"]).__name__)


async def bad():
    raise ValueError


async def waiter(t):
    try:
        await t
    except ValueError:
        print("waiter ValueError")


async def main():
    t = asyncio.create_task(bad())
    asyncio.create_task(waiter(t))
    for _ in range(4):
        await asyncio.sleep_ms(0)
    print(t.state)


asyncio.get_event_loop().set_exception_handler(handler)
asyncio.run(main())
asyncio.get_event_loop().set_exception_handler(None)
