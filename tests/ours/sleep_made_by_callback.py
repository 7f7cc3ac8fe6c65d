# A sleep that a scheduled callback makes and nobody awaits does not prolong the sleep of a task.

try:
    import asyncio
    import micropython

    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

made = []


def callback(_):
    made.append(asyncio.sleep_ms(60000))


async def main():
    t = asyncio.create_task(asyncio.wait_for_ms(asyncio.Event().wait(), 5000))
    micropython.schedule(callback, 0)
    await asyncio.sleep_ms(20)
    print(len(made), t.done())
    t.cancel()


asyncio.run(main())
