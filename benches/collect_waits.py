# Collections while so many tasks wait, each for a stream of its own.
# The arguments are the number of collections and of waits.
import asyncio
import gc
import io
import sys


class Never(io.IOBase):
    def ioctl(self, request, arg):
        return 0 if request == 3 else -1


def readable(s):
    yield asyncio.core._io_queue.queue_read(s)


async def main(n, waits):
    for _ in range(waits):
        asyncio.create_task(readable(Never()))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    for _ in range(n):
        gc.collect()


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
