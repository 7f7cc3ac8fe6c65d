# KeyboardInterrupt out of a stream's ioctl leaves run() at once; a later run() goes on with what waited.

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
    exc = None
    flags = 0

    def ioctl(self, req, arg):
        if req != 3:
            return -1
        if self.exc:
            exc, self.exc = self.exc, None
            raise exc
        return self.flags & arg


async def reader(s):
    yield core._io_queue.queue_read(s)
    return "read"


async def main(s):
    global t
    t = asyncio.create_task(reader(s))
    await asyncio.sleep_ms(0)
    s.exc = KeyboardInterrupt
    await t
    print("main goes on")


async def again():
    s.flags = select.POLLIN
    for _ in range(100):
        await asyncio.sleep_ms(1)
        if t.done():
            break
    # Whoever waited for it has its turn first, also where the sleep was over in the same millisecond.
    await asyncio.sleep_ms(0)
    return t.done(), core._io_queue.map


s = S()
try:
    asyncio.run(main(s))
except KeyboardInterrupt:
    print("KeyboardInterrupt")
print(asyncio.run(again()))
