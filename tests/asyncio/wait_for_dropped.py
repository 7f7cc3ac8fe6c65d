# A program drives a wait_for() by hand, and drops it when its time is up. What it waited for ends while the task sleeps elsewhere,
# which upstream's has cancelled: with the outcome in the exception.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

event = asyncio.Event()


def first_of(coro):
    # What a coroutine yields first; when this is resumed, it is done, and the coroutine is dropped.
    yield coro.send(None)


async def sets():
    await asyncio.sleep_ms(20)
    event.set()


async def main():
    for pause in (0, 1, 7):
        event.clear()
        asyncio.create_task(sets())
        await first_of(asyncio.wait_for_ms(event.wait(), 5))
        await asyncio.sleep_ms(pause)
        try:
            await asyncio.sleep_ms(500)
            print("slept")
        except asyncio.CancelledError as er:
            print("cancelled", er.args)
        await asyncio.sleep_ms(1)


asyncio.run(main())
