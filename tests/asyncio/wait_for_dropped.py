# A program drives a wait_for() by hand, and drops it when its time is up. What it waited for ends while the task sleeps elsewhere,
# which upstream's has cancelled: with the outcome in the exception.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

event = asyncio.Event()


class First:
    # Passes on what a coroutine yields first, and is done when it is resumed.
    def __init__(self, coro):
        self.coro = coro

    def __iter__(self):
        return self

    __await__ = __iter__

    def __next__(self):
        if self.coro is None:
            raise StopIteration
        coro, self.coro = self.coro, None
        return coro.send(None)


async def sets():
    await asyncio.sleep_ms(20)
    event.set()


async def main():
    for pause in (0, 1, 7):
        event.clear()
        asyncio.create_task(sets())
        await First(asyncio.wait_for_ms(event.wait(), 5))
        await asyncio.sleep_ms(pause)
        try:
            await asyncio.sleep_ms(500)
            print("slept")
        except asyncio.CancelledError as er:
            print("cancelled", er.args)
        await asyncio.sleep_ms(1)


asyncio.run(main())
