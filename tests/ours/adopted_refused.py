# A module that is not as upstream has it stays Python: one name more; and so does a module of a program that has the name, but
# not the class, of one of the library.

import _asyncio
import asyncio
import asyncio.event

if asyncio.core.IOQueue is not _asyncio.IOQueue:
    print("SKIP")
    raise SystemExit

asyncio.event.one_more = 1
event = asyncio.Event()
print("Event.wait" in _asyncio.adopted())


async def main():
    t = asyncio.create_task(event.wait())
    await asyncio.sleep_ms(0)
    event.set()
    print(await t)


asyncio.run(main())
del asyncio.event.one_more


# A program's own module that has the same names as one of the library's.
class Lock:
    def __init__(self):
        self.waiting = asyncio.core.TaskQueue()

    def release(self):
        return "mine"


module = {"__name__": "asyncio.lock", "core": asyncio.core}
exec("class Lock:\n def __init__(self):\n  self.q = core.TaskQueue()\n def release(self):\n  return 'mine'\n", module)
print(module["Lock"]().release(), Lock().release(), "Lock.release" in _asyncio.adopted())
