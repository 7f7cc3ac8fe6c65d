# A program's own IOQueue whose map adds names to the core, so that the others move, while the loop looks what there is to do.
try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

from asyncio import core

names = ["name%d" % i for i in range(100)]


class IOQueue:
    looks = 0

    @property
    def map(self):
        self.looks += 1
        if self.looks == 1:
            for name in names:
                setattr(core, name, None)
        return ()

    def wait_io_event(self, dt):
        if self.looks:
            # Nothing can wake, so no task is the current one.
            print(core.cur_task)
            event.set()


async def main():
    await event.wait()
    print(core.cur_task is asyncio.current_task())


event = asyncio.Event()
core._io_queue = IOQueue()
asyncio.run(main())
print(core.cur_task)
for name in names:
    delattr(core, name)
