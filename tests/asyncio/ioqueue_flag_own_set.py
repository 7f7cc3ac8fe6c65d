# A ThreadSafeFlag whose set() is the program's own, called by another thread, with nothing else to run.

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


class Flag(asyncio.ThreadSafeFlag):
    def set(self):
        self.state = 1


def of_instance():
    flag = asyncio.ThreadSafeFlag()

    def own():
        flag.state = 1

    flag.set = own
    return flag


def thread(flag):
    time.sleep_ms(10)
    flag.set()


async def main():
    for flag in (of_instance(), Flag()):
        for i in range(2):
            _thread.start_new_thread(thread, (flag,))
            await asyncio.wait_for_ms(flag.wait(), 5000)
            print("woke", i)


asyncio.run(main())
