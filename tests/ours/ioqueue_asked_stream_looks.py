# An IOQueue asks its streams, which are Python: one is ready, and another one looks at the queue itself. The wait ends at once.

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
        return self.answer(arg)


class Ready(Stream):
    # At the second time: only the first look does not wait.
    def answer(self, events):
        return events if self.asked == 2 else 0


class Looks(Stream):
    def answer(self, events):
        if core._task_queue.peek():
            queue.poller.unregister(self)
            queue.wait_io_event(0)
        return 0


async def nothing():
    pass


def enqueue(stream):
    saved, core.cur_task = core.cur_task, core.Task(nothing())
    queue.queue_read(stream)
    core.cur_task = saved


# Whichever of them is asked first.
for kinds in ((Ready, Looks), (Looks, Ready)):
    queue = core.IOQueue()
    for kind in kinds:
        enqueue(kind())
    print(queue.wait_io_event(-1), core._task_queue.pop().done())
