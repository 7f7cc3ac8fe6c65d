# A stream that a program has asked for no events: what it says all the same, an error or a hang-up, wakes who waits.

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


class Stream(io.IOBase):
    ready = 0

    def __init__(self):
        self.asked = set()

    def ioctl(self, request, arg):
        if request != 3:
            return -1
        self.asked.add(arg)
        return self.ready


def waits(stream):
    yield core._io_queue.queue_read(stream)


async def main():
    for ready in (select.POLLERR, select.POLLHUP):
        stream = Stream()
        task = asyncio.create_task(waits(stream))
        await asyncio.sleep_ms(0)
        core._io_queue.poller.modify(stream, 0)
        stream.asked.clear()
        while not stream.asked:
            await asyncio.sleep_ms(1)
        print(stream.asked, task.done())
        stream.ready = ready
        await task
        print("woke")


asyncio.run(main())
