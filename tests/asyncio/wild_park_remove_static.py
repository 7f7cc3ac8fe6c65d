# remove may be a static method of a class that is itself the data, as in gather().

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Remove:
    @staticmethod
    def remove(t):
        print("remove", t is task)


def wait():
    core.cur_task.data = Remove
    yield


async def main():
    global task
    task = asyncio.create_task(wait())
    await asyncio.sleep_ms(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("CancelledError")


asyncio.run(main())
