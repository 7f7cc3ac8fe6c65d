# create_task() of something without "send" is a TypeError, and nothing is scheduled.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


class NoSend:
    def throw(self, exc):
        pass


async def main():
    for obj in (None, 1, "abc", [], job, NoSend(), asyncio.sleep_ms):
        try:
            asyncio.create_task(obj)
            print("no error")
        except TypeError:
            print("TypeError")
    print(core._task_queue.peek())
    try:
        asyncio.create_task()
    except TypeError:
        print("TypeError")
    try:
        asyncio.create_task(obj, obj)
    except TypeError:
        print("TypeError")
    try:
        asyncio.create_task(name=1)
    except TypeError:
        print("TypeError")


asyncio.run(main())
