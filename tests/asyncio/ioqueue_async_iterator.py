# A driver's object that is a stream and an asynchronous iterator, and waits for itself to be readable.

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


class Driver(io.IOBase):
    def __init__(self):
        self.data = []

    def ioctl(self, req, arg):
        if req == 3:
            return select.POLLIN & arg if self.data else 0
        return -1

    def __aiter__(self):
        return self

    async def __anext__(self):
        return await self.recv()

    async def recv(self):
        yield core._io_queue.queue_read(self)
        return self.data.pop(0)


async def feed(d):
    for n in range(3):
        await asyncio.sleep_ms(1)
        d.data.append(n)


async def main():
    d = Driver()
    t = asyncio.create_task(feed(d))
    async for x in d:
        print(x)
        if x == 2:
            break
    await t
    print(core._io_queue.map)


asyncio.run(main())
