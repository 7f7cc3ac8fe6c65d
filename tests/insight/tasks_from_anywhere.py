# The list can be asked for from a callback, from inside a task's removal and with hardly any memory, and loses nothing.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import gc
import micropython


def names():
    return sorted(r.name for r in _asyncio.tasks())


async def waits():
    await event.wait()


class Own:
    def remove(self, task):
        print("in remove:", names())


async def parks():
    asyncio.current_task().data = Own()
    await Once()


class Once:
    done = False

    def __iter__(self):
        return self

    def __next__(self):
        if self.done:
            raise StopIteration
        self.done = True


def callback(_):
    print("in a callback:", names())


async def main():
    tasks = [asyncio.create_task(waits()) for _ in range(3)]
    await asyncio.sleep_ms(0)
    micropython.schedule(callback, None)
    for _ in range(3):
        await asyncio.sleep_ms(0)
    # Nothing is to be had while the heap is locked.
    micropython.heap_lock()
    try:
        _asyncio.tasks()
        refused = False
    except MemoryError:
        refused = True
    micropython.heap_unlock()
    print("locked:", refused)
    # Nor when it is full.
    gc.collect()
    full, size = None, 1 << 16
    while size >= 16:
        try:
            full = (full, bytearray(size))
        except MemoryError:
            size //= 2
    refused = False
    try:
        _asyncio.tasks()
    except MemoryError:
        refused = True
    full = None
    print("full:", refused)
    print(names())
    # A program's own IOQueue is asked to let a task go that is cancelled.
    task = asyncio.create_task(parks())
    await asyncio.sleep_ms(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    event.set()
    for task in tasks:
        await task
    print(names())


event = asyncio.Event()
asyncio.run(main())
