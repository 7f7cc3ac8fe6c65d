# Each request leaves a task behind that only the queue of an Event knows. The list has them, so that the leak can be seen to grow.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def wait_for_answer(answered):
    await answered.wait()


async def request(answered):
    asyncio.create_task(wait_for_answer(answered))
    await asyncio.sleep_ms(0)


def count():
    found = {}
    for t in _asyncio.tasks():
        kind = t.name, t.state
        found[kind] = found.get(kind, 0) + 1
    return sorted(found.items())


async def main():
    answered = asyncio.Event()
    for _ in range(3):
        for _ in range(10):
            await request(answered)
        print(count())
    # All of them wait for the same event.
    print({id(t.detail) for t in _asyncio.tasks() if t.state == "event"} == {id(answered)})
    answered.set()
    await asyncio.sleep_ms(0)
    print(count())


asyncio.run(main())
