# A stream that reports an error or a hang-up wakes its reader and its writer.

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
        return self.flags if req == 3 else -1


async def read(s):
    yield core._io_queue.queue_read(s)
    print("read")


async def write(s):
    yield core._io_queue.queue_write(s)
    print("write")


async def main():
    for flags in (select.POLLERR, select.POLLHUP):
        s = S()
        ts = [asyncio.create_task(read(s)), asyncio.create_task(write(s))]
        await asyncio.sleep_ms(2)
        print("set")
        s.flags = flags
        for t in ts:
            await t
        print(core._io_queue.map)


asyncio.run(main())
