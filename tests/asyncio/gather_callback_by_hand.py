# The callback that gather() gives its tasks, called by hand: with two arguments, and no other number.

try:
    import asyncio

    asyncio.gather
except ImportError:
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


async def forever():
    await asyncio.sleep(1000)


async def gathers(task):
    try:
        print(await asyncio.gather(task))
    except Exception as er:
        print(type(er).__name__, er)


async def main():
    # The first call is how the library learns of its functions.
    await asyncio.gather(nothing())
    task = asyncio.create_task(forever())
    gathering = asyncio.create_task(gathers(task))
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    done = task.state
    for args in ((), (task,), (task, None, None)):
        try:
            done(*args)
            print("no error")
        except TypeError:
            print("TypeError")
    for args in ((task,), (task, None)):
        try:
            done(*args, x=None)
            print("no error")
        except TypeError:
            print("TypeError")
    print(gathering.done())
    done(task, ValueError("by hand"))
    await gathering
    task.state = True
    task.cancel()


asyncio.run(main())
