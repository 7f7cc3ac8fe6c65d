# A generator that is no coroutine yields core._io_queue.queue_read(s) and queue_write(s).

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
    def __init__(self):
        self.flags = 0

    def ioctl(self, req, arg):
        if req == 3:
            return self.flags & arg
        return -1


def read(s):
    yield core._io_queue.queue_read(s)
    return "readable"


def write(s):
    yield core._io_queue.queue_write(s)
    return "writable"


async def setter(s, flags):
    await asyncio.sleep_ms(2)
    print("set")
    s.flags = flags


async def main():
    s = S()
    asyncio.create_task(setter(s, select.POLLIN))
    print(await read(s))
    s.flags = 0
    asyncio.create_task(setter(s, select.POLLOUT))
    print(await write(s))
    print(core._io_queue.map)


asyncio.run(main())
