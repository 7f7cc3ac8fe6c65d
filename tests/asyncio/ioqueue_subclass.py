# A subclass of core.IOQueue, with methods of its own that call those of IOQueue, serves as the loop's.

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


class Q(core.IOQueue):
    reads = waits = 0

    def queue_read(self, s):
        self.reads += 1
        return super().queue_read(s)

    def wait_io_event(self, dt):
        self.waits += 1
        return super().wait_io_event(dt)


async def waiter(flag):
    await flag.wait()
    return "woke"


async def main():
    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(waiter(flag))
    await asyncio.sleep_ms(0)
    print(len(core._io_queue.map))
    flag.set()
    print(await t)
    t = asyncio.create_task(waiter(flag))
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")
    print(len(core._io_queue.map))


saved = core._io_queue
q = core._io_queue = Q()
asyncio.run(main())
print(q.reads, q.waits > 3)
core._io_queue = saved
