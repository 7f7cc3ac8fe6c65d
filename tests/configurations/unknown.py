# Where the build knew none of the library's modules but the core, those stay Python, and adopted() says so.

import _asyncio
import asyncio
import asyncio.core


async def nothing():
    pass


async def main():
    lock, event = asyncio.Lock(), asyncio.Event()
    async with lock:
        event.set()
    await event.wait()
    await asyncio.wait_for(asyncio.gather(nothing()), 1)
    asyncio.StreamReader(None)


asyncio.run(main())
print(asyncio.core.IOQueue is _asyncio.IOQueue)
print(sorted(_asyncio.adopted()))
plain, generator = type(lambda: 0), type(lambda: (yield))
for function in (asyncio.Event.wait, asyncio.Lock.acquire, asyncio.gather, asyncio.wait_for, asyncio.StreamReader.read):
    print(type(function) is generator)
