# Coroutines of the library are closed and thrown into by a program that drives them itself: before they began, while they
# wait, and after the end.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def tried(call, *args):
    try:
        return call(*args)
    except StopIteration as er:
        return "ended", er.value
    except Exception as er:
        return type(er).__name__
    except GeneratorExit:
        return "GeneratorExit"


async def ready():
    return "ready"


async def main():
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    await lock.acquire()
    makes = (event.wait, lock.acquire, flag.wait)

    # Not begun.
    for make in makes:
        print(make.__name__ if hasattr(make, "__name__") else "", tried(make().close), tried(make().throw, ValueError))
        print(tried(make().throw, ValueError("text")), tried(make().throw, ValueError, ValueError("value")))

    # Set already: no wait at all.
    event.set()
    print(tried(event.wait().send, None))
    event.clear()

    # Thrown into by cancelling, in a task that goes on waiting.
    async def twice(make):
        try:
            await make()
        except asyncio.CancelledError:
            print("cancelled")
        return await ready()

    for make in makes:
        task = asyncio.create_task(twice(make))
        await asyncio.sleep_ms(1)
        task.cancel()
        print(await task)

    # Ended.
    c = event.wait()
    c.close()
    print(tried(c.send, None), tried(c.close), tried(c.throw, ValueError))


asyncio.run(main())
