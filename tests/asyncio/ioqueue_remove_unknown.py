# IOQueue.remove() of a task that waits for nothing is silent.

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


class S(io.IOBase):
    def ioctl(self, req, arg):
        return 0 if req == 3 else -1


async def job():
    yield core._io_queue.queue_read(s)


async def main():
    q = core._io_queue
    print(q.remove(asyncio.current_task()))
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    print(q.remove(asyncio.current_task()), len(q.map))
    print(q.remove(t), len(q.map))
    print(q.remove(t), len(q.map))
    t.cancel()


s = S()
asyncio.run(main())
