# IOQueue's methods with every kind of object and every number of arguments: an error each time, the map is
# not changed, and the queue still works.

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

import _asyncio


class Deaf(io.IOBase):
    pass


objs = (None, -1, 1.5, "abc", b"x", [], {}, object(), len, core, core.Task, core.IOQueue)
errors = (TypeError, ValueError, RuntimeError, AttributeError, OSError)


def refuse(f, *args):
    try:
        f(*args)
        print("no error", f, args)
    except errors:
        return 1
    return 0


async def main():
    q = core._io_queue
    n = 0
    for o in objs:
        n += refuse(q.queue_read, o)
        n += refuse(q.queue_write, o)
        n += refuse(core.IOQueue.queue_read, o, o)
        n += refuse(core.IOQueue.queue_write, o, q)
        n += refuse(core.IOQueue.remove, o, core.cur_task)
        n += refuse(core.IOQueue.wait_io_event, o, 0)
    for f in (q.queue_read, q.queue_write, q.remove, q.wait_io_event):
        n += refuse(f)
        n += refuse(f, None, None)
    for o in (None, "abc", [], object()):
        n += refuse(q.wait_io_event, o)
    for o in (1, None):
        n += refuse(_asyncio.IOQueue, o)
    print(n, q.map)
    core.cur_task.data = None
    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(1)
    flag.set()
    await asyncio.wait_for_ms(t, 1000)
    print(q.map)


asyncio.run(main())
