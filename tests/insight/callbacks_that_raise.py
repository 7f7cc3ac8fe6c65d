# A callback that raises ends the run with its exception; arguments that are none are refused, and change nothing.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import time


class Stop(Exception):
    pass


def stop(*args):
    raise Stop(len(args))


async def blocks():
    time.sleep_ms(1100)
    await asyncio.sleep_ms(0)


async def sleeps():
    await asyncio.sleep_ms(20)


async def waits():
    await asyncio.Event().wait()


def refused(f, *args):
    try:
        f(*args)
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


def ends(coro):
    try:
        print(asyncio.run(coro))
    except Stop as e:
        print("stopped by a callback of", *e.args)
    print(asyncio.core.cur_task)
    asyncio.new_event_loop()


refused(_asyncio.on_slow, -1, stop)
refused(_asyncio.on_slow, 1 << 29, stop)
refused(_asyncio.on_slow, 1, 1)
refused(_asyncio.on_stall, 1)
refused(_asyncio.on_idle, "x")

_asyncio.on_slow(1000, stop)
ends(blocks())
ends(sleeps())
_asyncio.on_slow(0, stop)
_asyncio.on_idle(stop)
ends(sleeps())
_asyncio.on_idle(None)
ends(sleeps())
_asyncio.on_stall(stop)
ends(waits())
_asyncio.on_stall(None)
ends(sleeps())
