# An exception that nobody retrieved: the report says which task it was, what it raised, where it begins, and who made it.
try:
    import _asyncio, asyncio
    _asyncio.measure
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def fails():
    await asyncio.sleep_ms(0)
    raise ValueError("no such sensor")


async def starts_it():
    asyncio.create_task(fails())
    await asyncio.sleep_ms(0)


def handler(loop, context):
    words = repr(context["future"])
    print(context["message"])
    print(repr(context["exception"]))
    head, _, rest = words.partition(", ")
    place, _, maker = rest.partition(", ")
    print(head, "|", place.split("/")[-1], "|", maker)


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    await starts_it()
    for _ in range(3):
        await asyncio.sleep_ms(0)


# Who made a task is kept of those that are made while measuring or recording is on.
_asyncio.measure(True)
asyncio.run(main())
_asyncio.measure(False)
