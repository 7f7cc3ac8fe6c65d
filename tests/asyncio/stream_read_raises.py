# A stream that raises when it is read: the reader gets the exception, and the I/O queue is clean.

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
        return select.POLLIN & arg if req == 3 else -1

    def read(self, n):
        raise OSError(5)


async def main():
    s = asyncio.StreamReader(S())
    for _ in range(2):
        try:
            await s.read(1)
        except OSError as er:
            print("OSError", er.errno, core._io_queue.map)


asyncio.run(main())
