# A task that returns, or is cancelled, with nobody waiting does not reach the handler.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def handler(loop, context):
    print("handler")


async def job():
    return 1


async def cancelled():
    raise asyncio.CancelledError


async def main():
    t1 = asyncio.create_task(job())
    t2 = asyncio.create_task(cancelled())
    t3 = asyncio.create_task(job())
    t3.cancel()
    for _ in range(3):
        await asyncio.sleep_ms(0)
    for t in (t1, t2, t3):
        print(t.done(), t.state, type(t.data).__name__)


asyncio.get_event_loop().set_exception_handler(handler)
asyncio.run(main())
asyncio.get_event_loop().set_exception_handler(None)
