# core._io_queue.map: from id(stream) to [reader or None, writer or None, stream]; its items() can be
# iterated, and its length tells how many streams are waited for.

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
    flags = 0

    def ioctl(self, req, arg):
        return self.flags & arg if req == 3 else -1


async def read(s):
    yield core._io_queue.queue_read(s)


async def write(s):
    yield core._io_queue.queue_write(s)


def show():
    for n, s in enumerate(ss):
        if id(s) in core._io_queue.map:
            r, w, s2 = core._io_queue.map[id(s)]
            print(n, r and ts.index(r), w and ts.index(w), s2 is s)
    print(len(core._io_queue.map), bool(core._io_queue.map))
    for k, v in core._io_queue.map.items():
        if k != id(v[2]):
            print("bad key")


async def main():
    global ts, ss
    ss = [S(), S(), S()]
    ts = [asyncio.create_task(c) for c in (read(ss[0]), write(ss[0]), read(ss[1]), write(ss[2]))]
    await asyncio.sleep_ms(0)
    show()
    ss[0].flags = select.POLLIN
    ss[2].flags = select.POLLOUT
    for t in (ts[0], ts[3]):
        await t
    show()
    ss[0].flags = select.POLLOUT
    ss[1].flags = select.POLLIN
    for t in ts:
        await t
    show()


asyncio.run(main())
