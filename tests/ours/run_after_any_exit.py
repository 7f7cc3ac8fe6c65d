# After any way of leaving a loop the next run() is allowed.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class MyBase(BaseException):
    pass


async def bad(exc):
    await asyncio.sleep_ms(0)
    raise exc


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


async def detached(exc):
    t = asyncio.create_task(bad(exc))
    for _ in range(4):
        await asyncio.sleep_ms(0)
    return t.done()


def handler(loop, context):
    raise MyBase


class Co:
    def send(self, val):
        raise MyBase

    def throw(self, exc):
        raise exc


def callback(t, er):
    raise MyBase


async def with_callback():
    t = asyncio.create_task(ok())
    t.state = callback
    await asyncio.sleep_ms(10)


asyncio.get_event_loop().set_exception_handler(handler)
for f in (bad, detached):
    for exc in (ValueError, asyncio.CancelledError, MyBase, KeyboardInterrupt, SystemExit, GeneratorExit):
        try:
            print(asyncio.run(f(exc)), end=" ")
        except BaseException as er:
            print(type(er).__name__, end=" ")
        asyncio.new_event_loop()
        print(asyncio.run(ok()))
asyncio.get_event_loop().set_exception_handler(None)
for c in (Co(), with_callback()):
    try:
        asyncio.run(c)
    except MyBase:
        print("MyBase", end=" ")
    asyncio.new_event_loop()
    print(asyncio.run(ok()))
