# An ioctl, asked whether its stream is ready, itself cancels a waiter, wakes one, adds a stream or runs a
# loop: no waiter is lost and no one wakes twice.

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
    f = None

    def ioctl(self, req, arg):
        if req != 3:
            return -1
        if self.f:
            f, self.f = self.f, None
            f()
        return self.flags & arg


async def waiter(s, n):
    try:
        yield core._io_queue.queue_read(s)
        woke.append(n)
    except asyncio.CancelledError:
        woke.append("cancelled %d" % n)


async def other():
    woke.append("other")


def run():
    try:
        asyncio.run(other())
        print("no error")
    except RuntimeError:
        print("RuntimeError")


def new_loop():
    try:
        asyncio.new_event_loop()
        print("no error")
    except RuntimeError:
        print("RuntimeError")


async def main(f):
    global ts, ss
    ss = [S(), S(), S()]
    ts = [asyncio.create_task(waiter(s, n)) for n, s in enumerate(ss)]
    await asyncio.sleep_ms(0)
    ss[1].f = f
    for _ in range(20):
        await asyncio.sleep_ms(0)
    for s in ss:
        s.flags = select.POLLIN
    for t in ts:
        await asyncio.wait_for_ms(t, 1000)
    await asyncio.sleep_ms(1)
    print(sorted(str(x) for x in woke), len(core._io_queue.map))


def add():
    t = asyncio.create_task(waiter(S(), 9))
    t.cancel()


for f in (
    lambda: ts[0].cancel(),
    lambda: ts[1].cancel(),
    lambda: ts[2].cancel(),
    lambda: core._task_queue.push(ts[0]),
    add,
    run,
    new_loop,
):
    woke = []
    asyncio.run(main(f))
