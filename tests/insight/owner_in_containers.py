# What waits for an Event names the Event, and no list that holds what an Event is made of, in the places where it has it.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Class:
    pass


async def waits(event):
    await event.wait()


def detail(task):
    return [r.detail for r in _asyncio.tasks() if r.task is task][0]


async def main():
    for place in range(4):
        # The first in memory that seems to have the queue would be the owner.
        lists = [[Class, 0, 1, None] for _ in range(10)]
        events = [asyncio.Event() for _ in range(10)]
        lists += [[Class, 0, 1, None] for _ in range(10)]
        for event in events:
            task = asyncio.create_task(waits(event))
            await asyncio.sleep_ms(0)
            items = [Class, 0] * place + ["waiting", event.waiting, "state", True] + [Class, 0] * 3
            for number, held in enumerate(lists):
                held[1], held[2], held[3] = number, number % 8, tuple(items)
            if detail(task) is not event:
                print("detail", detail(task))
            if ": event" not in repr(task):
                print(task)
            event.set()
            await task
    print("done")


asyncio.run(main())
