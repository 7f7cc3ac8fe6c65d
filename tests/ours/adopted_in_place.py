# A function object that a program bound before its first use is the native one from then on, and stays what it was to
# isinstance(); one that was patched before stays the program's, and its neighbours become native.

import _asyncio
import asyncio
import asyncio.core
from asyncio import gather, wait_for

if asyncio.core.IOQueue is not _asyncio.IOQueue:
    print("SKIP")
    raise SystemExit

plain, generator = type(lambda: 0), type(lambda: (yield))
wait, set, clear = asyncio.Event.wait, asyncio.Event.set, asyncio.Event.clear
flag = asyncio.ThreadSafeFlag()
flag_set = flag.set
asyncio.Event.is_set = lambda self: "mine"


async def nothing():
    pass


def kinds():
    return [type(f) in (plain, generator) for f in (gather, wait_for, wait, set, clear)]


before = kinds()
asyncio.Event()
asyncio.run(asyncio.gather(nothing()))
if "Event.wait" not in _asyncio.adopted():
    print("SKIP")
    raise SystemExit
print(before, kinds())
print(isinstance(gather, generator), isinstance(wait, generator), isinstance(set, plain), set.__name__)
print(asyncio.gather is gather, asyncio.Event.wait is wait, asyncio.Event().is_set())
# The coroutine that began as Python finished; a second import has functions of its own.
import sys

for name in [name for name in sys.modules if name.startswith("asyncio")]:
    del sys.modules[name]
import asyncio as second

event = second.Event()
print(second.Event.wait is wait, "Event.wait" in _asyncio.adopted(), "gather" in _asyncio.adopted())


async def main():
    t = second.create_task(event.wait())
    await second.sleep_ms(0)
    event.set()
    print(await t)


second.run(main())
