# ThreadSafeFlag.set() from another thread wakes the waiter, with nothing else to run.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

try:
    import _thread
    import time
except ImportError:
    print("SKIP")
    raise SystemExit


def thread(flag):
    time.sleep_ms(10)
    flag.set()


async def main():
    flag = asyncio.ThreadSafeFlag()
    for i in range(3):
        _thread.start_new_thread(thread, (flag,))
        await asyncio.wait_for_ms(flag.wait(), 5000)
        print("woke", i)


asyncio.run(main())
