# drain() of an empty buffer and wait_for_ms() sleep by the core's sleep_ms as it is now, and what a program put there
# may end, raise, or be cancelled.

try:
    import asyncio
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Quiet(io.IOBase):
    def ioctl(self, request, arg):
        return arg if request == 3 else -1

    def read(self, n):
        return b"x"

    def write(self, buf):
        return len(buf)


async def main():
    stream = asyncio.StreamWriter(Quiet())
    # The first call is how the library learns of its functions.
    await stream.read(1)
    sleep_ms = asyncio.core.sleep_ms

    def counted(t):
        print("sleep_ms", t)
        return sleep_ms(t)

    def raises(t):
        raise ValueError("sleep_ms")

    asyncio.core.sleep_ms = counted
    await stream.drain()
    task = asyncio.create_task(stream.drain())
    await asyncio.core.sleep_ms(0)
    asyncio.core.sleep_ms = raises
    try:
        await stream.drain()
    except ValueError as er:
        print(er)
    asyncio.core.sleep_ms = lambda t: sleep_ms(1000000)
    cancelled = asyncio.create_task(stream.drain())
    asyncio.core.sleep_ms = sleep_ms
    await sleep_ms(0)
    await task
    cancelled.cancel()
    try:
        await cancelled
    except asyncio.CancelledError:
        print("cancelled")
    # Cancelled while it only lets the others run.
    cancelled = asyncio.create_task(stream.drain())
    await sleep_ms(0)
    cancelled.cancel()
    try:
        await cancelled
    except asyncio.CancelledError:
        print("cancelled")


asyncio.run(main())
