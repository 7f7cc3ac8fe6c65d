# What wait_for() comes to: a result, an exception, a timeout, a cancellation from outside at each of its turns, with sleeps
# of the library's and of a program's own.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def works(ms, result):
    try:
        await asyncio.sleep_ms(ms)
        if isinstance(result, BaseException):
            raise result
        return result
    except asyncio.CancelledError:
        print("work cancelled")
        raise


async def stubborn():
    try:
        await asyncio.sleep_ms(1000)
    except asyncio.CancelledError:
        await asyncio.sleep_ms(2)
        print("at last")
        return "ignored"


async def own_sleep(ms):
    print("own sleep")
    try:
        await asyncio.sleep_ms(ms)
    finally:
        print("own sleep ends")


async def tries(name, aw):
    try:
        print(name, await aw)
    except BaseException as er:
        print(name, type(er).__name__, er)


async def main():
    for sleep in (asyncio.sleep_ms, own_sleep):
        await tries("result", asyncio.wait_for(works(1, "result"), 500, sleep))
        await tries("at once", asyncio.wait_for(works(0, "at once"), 500, sleep))
        await tries("error", asyncio.wait_for(works(1, ValueError("error")), 500, sleep))
        await tries("base error", asyncio.wait_for(works(1, asyncio.CancelledError("own")), 500, sleep))
        await tries("timeout", asyncio.wait_for(works(500, "late"), 1, sleep))
        await tries("timeout 0", asyncio.wait_for(works(500, "late"), 0, sleep))
        await tries("stubborn", asyncio.wait_for(stubborn(), 1, sleep))
        done = asyncio.create_task(works(0, "done"))
        await asyncio.sleep_ms(1)
        await tries("done", asyncio.wait_for(done, 500, sleep))
        # Cancelled from outside, after so many turns; in some of them the result is there already.
        for turns in range(7):
            t = asyncio.create_task(tries(turns, asyncio.wait_for(works(0, "result"), 500, sleep)))
            for _ in range(turns):
                await asyncio.sleep_ms(0)
            print("cancel", t.cancel())
            await tries("task", t)
    # One inside another, and many at a time.
    await tries("inner", asyncio.wait_for(asyncio.wait_for(works(1, "inner"), 400, asyncio.sleep_ms), 1))
    await tries("outer", asyncio.wait_for(asyncio.wait_for(works(400, "inner"), 1), 2, asyncio.sleep_ms))
    waits = [asyncio.wait_for_ms(works(i, i), 500) for i in range(5)]
    await tries("many", asyncio.gather(*waits))
    task = asyncio.create_task(works(1, "task"))
    await tries("none", asyncio.wait_for(task, None))


asyncio.run(main())
