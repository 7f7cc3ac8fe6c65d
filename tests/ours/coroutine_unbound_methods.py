# A method of generators called unbound with a native coroutine is refused, and reaches into nothing.

import asyncio


async def nothing():
    pass


def tries(function, *args):
    try:
        print(function(*args))
    except (TypeError, AttributeError) as er:
        print(type(er).__name__)


coro = nothing()
generator = type(coro)
coro.close()
event = asyncio.Event()
wait = event.wait()
if type(wait) is generator:
    print("SKIP")
    raise SystemExit
for name in ("send", "throw", "close", "pend_throw"):
    for cls in (generator, type(wait)):
        try:
            method = getattr(cls, name)
        except AttributeError:
            continue
        if cls is generator:
            tries(method, wait, None) if name != "close" else tries(method, wait)
tries(generator.send, event, None)
tries(lambda: wait.pend_throw(None))
print(isinstance(wait, generator), wait.close())
try:
    wait.send(None)
except StopIteration:
    print("StopIteration")
