# adopted() tells what is native, as it is now; what a program put in place of a function is not, nor a name that is gone.

import _asyncio
import asyncio


async def nothing():
    pass


async def main():
    await asyncio.wait_for(asyncio.gather(nothing()), 1)
    asyncio.Lock(), asyncio.Event()


asyncio.run(main())
if not any("wait" in name for name in _asyncio.adopted()):
    print("SKIP")
    raise SystemExit
# A program's own stream brings in other names.
print([name for name in _asyncio.adopted() if not name.startswith("Stream")])
asyncio.Event.set = lambda self: None
del asyncio.Lock.release
import asyncio.funcs

asyncio.funcs.gather = asyncio.funcs.wait_for
names = _asyncio.adopted()
print("Event.set" in names, "Lock.release" in names, "gather" in names, "wait_for" in names)
