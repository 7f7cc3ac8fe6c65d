# poller.unregister(stream) and taking it off the map: its waiters are given up, whether they read, write or both; the others'
# stay, and the stream can be waited on anew. In a run and between two.

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
    ready = False

    def ioctl(self, request, arg):
        if request != 3:
            return -1
        return arg if self.ready else 0


def wait(s, write):
    yield (core._io_queue.queue_write if write else core._io_queue.queue_read)(s)


async def waiter(n, s, write=False):
    await wait(s, write)
    woken.append(n)


def give_up(s):
    core._io_queue.poller.unregister(s)
    core._io_queue.map.pop(id(s), None)


async def looks():
    # The streams are looked at so often, however slow the machine is.
    for _ in range(8):
        await asyncio.sleep_ms(1)


async def main(inside):
    for n, s in enumerate(streams):
        asyncio.create_task(waiter(n, s, n % 2))
        if n == 2:
            asyncio.create_task(waiter(n, s, True))
    await looks()
    print(len(core._io_queue.map))
    if inside:
        for s in streams[:3]:
            give_up(s)
        print(len(core._io_queue.map))
        await rest()


async def rest():
    # Those that were given up do not wake, and another may wait there.
    streams[0].ready = streams[2].ready = streams[3].ready = True
    await looks()
    print(woken)
    asyncio.create_task(waiter("again", streams[0]))
    await looks()
    print(woken, len(core._io_queue.map))


for inside in (True, False):
    woken = []
    streams = [Stream() for _ in range(5)]
    asyncio.run(main(inside))
    if not inside:
        for s in streams[:3]:
            give_up(s)
        print(len(core._io_queue.map))
        asyncio.run(rest())
    for s in streams:
        give_up(s)
    print(len(core._io_queue.map))
