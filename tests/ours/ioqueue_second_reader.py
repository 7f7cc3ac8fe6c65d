# A second task that reads a stream which one already waits to read gets a RuntimeError; the first one still
# wakes. The same for writers.

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
    flags = 0

    def ioctl(self, req, arg):
        return self.flags & arg if req == 3 else -1


def read(s):
    yield core._io_queue.queue_read(s)


def write(s):
    yield core._io_queue.queue_write(s)


async def waiter(f, s, n):
    try:
        await f(s)
        print("woke", n)
    except RuntimeError:
        print("RuntimeError", n)
    # It is not harmed.
    await asyncio.sleep_ms(0)


async def main():
    for f, flags in ((read, select.POLLIN), (write, select.POLLOUT)):
        s = S()
        ts = [asyncio.create_task(waiter(f, s, n)) for n in range(3)]
        for _ in range(20):
            await asyncio.sleep_ms(0)
        print([t.done() for t in ts], core._io_queue.map[id(s)][flags == select.POLLOUT] is ts[0])
        s.flags = flags
        for t in ts:
            await asyncio.wait_for_ms(t, 1000)
        print(core._io_queue.map)


asyncio.run(main())
