# wait_for() of a task that is done gives its value, or its exception, whatever the timeout.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def bad():
    raise ValueError


def handler(loop, context):
    print("handler", type(context["exception"]).__name__)


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    t = asyncio.create_task(job())
    b = asyncio.create_task(bad())
    await asyncio.sleep_ms(0)
    for timeout in (10000, None):
        print(t.done(), await asyncio.wait_for_ms(t, timeout))
        try:
            await asyncio.wait_for_ms(b, timeout)
        except ValueError:
            print("ValueError")


asyncio.run(main())
