# Ten flags are waited for while nothing happens for a second and a half; then a thread sets one, and one is set by a method
# bound before anybody waited.
import _thread
import asyncio
import time

flags = [asyncio.ThreadSafeFlag() for _ in range(10)]
early = flags[0].set


def thread():
    time.sleep(1.5)  # in one system call
    flags[1].set()


async def main():
    tasks = [asyncio.create_task(flag.wait()) for flag in flags]
    await asyncio.sleep_ms(0)
    early()
    await tasks[0]
    # From here on the methods are native: the first wait has shown what module this is.
    tasks[0] = asyncio.create_task(flags[0].wait())
    _thread.start_new_thread(thread, ())
    await asyncio.sleep_ms(10)
    print("begin")
    await tasks[1]
    early()
    await tasks[0]
    print("end")


asyncio.run(main())
