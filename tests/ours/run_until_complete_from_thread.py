# Loop.run_until_complete(coroutine) from another thread while a loop runs: refused, and the coroutine never runs.

try:
    import _thread
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def refused():
    print("this should not run")


done = False


def other():
    global done
    try:
        asyncio.get_event_loop().run_until_complete(refused())
    except RuntimeError as er:
        print("RuntimeError", er)
    done = True


async def main():
    _thread.start_new_thread(other, ())
    while not done:
        await asyncio.sleep_ms(10)
    await asyncio.sleep_ms(20)
    print("the loop goes on")


asyncio.run(main())
