# What coroutines of the library yield, to who sends to them: None where they wait on a stream, and what an object yields that
# they await.

try:
    import asyncio
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Parts(io.IOBase):
    def __init__(self, *parts):
        self.parts = list(parts)

    def ioctl(self, request, arg):
        return arg if request == 3 else -1

    def read(self, n=-1):
        return self.parts.pop(0)

    readline = read


class Sleep:
    # A sleep that yields numbers.
    def __init__(self, n):
        self.left = n

    def __iter__(self):
        return self

    def __next__(self):
        self.left -= 1
        if self.left < 0:
            raise StopIteration
        return self.left

    def close(self):
        print("close")
        return "closed"


async def never():
    await asyncio.sleep(1000)


def drive(coro):
    yielded = []
    try:
        while True:
            yielded.append(coro.send(None))
    except StopIteration as er:
        print(yielded, er.value)


async def told(name, coro):
    yielded = []

    class Tells:
        def __iter__(self):
            return self

        def __next__(self):
            yielded.append(coro.send(None))
            return yielded[-1]

    print(name, await Tells(), yielded)


async def nap():
    await asyncio.sleep_ms(1)


async def waits():
    event, lock = asyncio.Event(), asyncio.Lock()
    await lock.acquire()
    tasks = [
        asyncio.create_task(told(*it))
        for it in (
            ("event", event.wait()),
            ("lock", lock.acquire()),
            ("gather", asyncio.gather(nap(), nap())),
        )
    ]
    await asyncio.sleep_ms(0)
    event.set()
    await asyncio.sleep_ms(0)
    lock.release()
    for task in tasks:
        await task


async def main():
    # The first round is how the library learns of its functions.
    for _ in range(2):
        await waits()
    for _ in range(2):
        drive(asyncio.StreamReader(Parts(b"ab", None, b"cd", b"")).read())
        drive(asyncio.StreamReader(Parts(b"ab", None, b"cd")).readexactly(4))
        drive(asyncio.StreamReader(Parts(b"ab", None, b"cd\n")).readline())
        aw = asyncio.create_task(never())
        wait = asyncio.wait_for(aw, 3, Sleep)
        print([wait.send(None) for _ in range(2)])
        print(wait.close())
        aw.cancel()


asyncio.run(main())
