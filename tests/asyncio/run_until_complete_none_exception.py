# Without a main task an exception goes to the handler, and the loop goes on.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print("handler", type(context["exception"]).__name__)


async def bad():
    raise ValueError


async def job():
    await asyncio.sleep_ms(50)
    print("job")


asyncio.get_event_loop().set_exception_handler(handler)
asyncio.create_task(bad())
asyncio.create_task(job())
print(core.run_until_complete())
asyncio.get_event_loop().set_exception_handler(None)
