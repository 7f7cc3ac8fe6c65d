# Closes each descriptor that it does not know, as a daemon does; then it idles at no cost, and a thread still wakes it at once.
import _thread
import asyncio
import time

import ffi

libc = ffi.open(None)
close = libc.func("i", "close", "i")
clock = libc.func("l", "clock", "")  # microseconds of processor time


def wake():
    time.sleep_ms(100)
    event.set()


async def main():
    await asyncio.sleep_ms(20)
    for _ in range(2):
        for fd in range(3, 40):
            close(fd)
        since = clock()
        await asyncio.sleep_ms(500)
        print(clock() - since < 50000, end=" ")
        event.clear()
        _thread.start_new_thread(wake, ())
        print(await asyncio.wait_for(event.wait(), 10))


event = asyncio.Event()
asyncio.run(main())
