# Cancelling the reader of a stream that another task is writing removes only the reader: the writer wakes.
# And the other way round.

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


async def read(s):
    try:
        yield core._io_queue.queue_read(s)
        print("read")
    except asyncio.CancelledError:
        print("read cancelled")


async def write(s):
    try:
        yield core._io_queue.queue_write(s)
        print("write")
    except asyncio.CancelledError:
        print("write cancelled")


async def main():
    for n in range(2):
        s = S()
        ts = [asyncio.create_task(read(s)), asyncio.create_task(write(s))]
        await asyncio.sleep_ms(1)
        ts[n].cancel()
        await ts[n]
        entry = core._io_queue.map[id(s)]
        print(entry[n], entry[1 - n] is ts[1 - n], ts[1 - n].done())
        s.flags = select.POLLIN | select.POLLOUT
        await asyncio.wait_for_ms(ts[1 - n], 1000)
        print(core._io_queue.map)


asyncio.run(main())
