# An Event and a Lock whose queue is given by __getattr__, which adds members, so that the others move.
try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

from asyncio import core


class Moves:
    def __getattr__(self, name):
        if name != "waiting":
            raise AttributeError(name)
        for i in range(20):
            setattr(self, "member%d" % i, i)
        kept.extend([bytearray(32) for _ in range(20)])
        return queue


class Event(Moves, asyncio.Event):
    pass


class Lock(Moves, asyncio.Lock):
    pass


async def main():
    e = Event()
    del e.waiting
    e.set()
    print(e.is_set(), e.state)
    print(await e.wait())
    lock = Lock()
    print(await lock.acquire(), lock.locked())
    del lock.waiting
    lock.release()
    print(lock.locked(), lock.state)
    print(all(not any(b) for b in kept))


kept = []
queue = core.TaskQueue()
asyncio.run(main())
