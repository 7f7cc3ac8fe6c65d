# A stream whose ioctl raises when it is asked whether it is ready: its own waiters wake, so that their next
# operation raises; other streams and the loop are not harmed.

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


class Bad(io.IOBase):
    def ioctl(self, req, arg):
        if req == 3 and armed:
            raise ValueError
        return 0 if req == 3 else -1

    def read(self, n):
        raise OSError(5)


armed = False


async def reader(s):
    try:
        await asyncio.StreamReader(s).read(1)
    except OSError as er:
        print("OSError", er.errno)


async def other(flag):
    await flag.wait()
    print("other")


async def main():
    global armed
    flag = asyncio.ThreadSafeFlag()
    t = asyncio.create_task(other(flag))
    t2 = asyncio.create_task(reader(Bad()))
    await asyncio.sleep_ms(0)
    armed = True
    await asyncio.wait_for_ms(t2, 2000)
    print(t.done(), len(core._io_queue.map))
    flag.set()
    await asyncio.wait_for_ms(t, 2000)
    print(core._io_queue.map)


asyncio.run(main())
