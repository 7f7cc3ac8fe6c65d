# A wait asks a stream that is Python again and again, but not all the time.

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
    asked = 0

    def ioctl(self, request, arg):
        if request != 3:
            return -1
        self.asked += 1
        return 0


async def nothing():
    pass


queue = core.IOQueue()
stream = Stream()
saved, core.cur_task = core.cur_task, core.Task(nothing())
queue.queue_read(stream)
core.cur_task = saved
queue.wait_io_event(50)
print(0 < stream.asked <= 60)
