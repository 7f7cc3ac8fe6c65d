# An exception of another base than Exception and CancelledError leaves run() at once, from whichever
# task it comes; a later run() works.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class MyBase(BaseException):
    pass


async def bad(exc):
    await asyncio.sleep_ms(0)
    raise exc


async def main(exc):
    asyncio.create_task(bad(exc))
    for _ in range(5):
        await asyncio.sleep_ms(0)
    print("not reached")


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


for exc in (MyBase(1), GeneratorExit(), KeyboardInterrupt(), SystemExit(3)):
    for f in (main, bad):
        try:
            asyncio.run(f(exc))
        except BaseException as er:
            print(type(er).__name__, er is exc)
        asyncio.new_event_loop()
        print(asyncio.run(ok()))
