# Waiting for a stream whose entry is known allocates nothing once started.

try:
    import asyncio
    import io
    import select
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import micropython

try:
    micropython.heap_lock

    @micropython.bytecode
    def f(x):
        x and f(x - 1)

    micropython.heap_lock()
    try:
        f(1)
    finally:
        micropython.heap_unlock()
except (AttributeError, RuntimeError, MemoryError):
    print("SKIP")
    raise SystemExit


class S(io.IOBase):
    def ioctl(self, req, arg):
        return select.POLLIN & arg if req == 3 else -1


async def main():
    s = S()
    for _ in range(2):
        yield core._io_queue.queue_read(s)
    micropython.heap_lock()
    try:
        for _ in range(5):
            yield core._io_queue.queue_read(s)
        r = "done"
    except MemoryError:
        r = "MemoryError"
    micropython.heap_unlock()
    print(r)


asyncio.run(main())
