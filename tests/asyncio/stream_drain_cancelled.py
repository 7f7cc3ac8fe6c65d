# A task cancelled in drain() leaves the I/O queue.

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

    def write(self, buf):
        return None


async def job():
    s = asyncio.StreamWriter(S())
    s.write(b"abc")
    try:
        await s.drain()
    finally:
        print("finally")


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    print(len(core._io_queue.map))
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError", core._io_queue.map)


asyncio.run(main())
