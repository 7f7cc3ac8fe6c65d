# sleep() and sleep_ms() of something that is no number are a TypeError; one after it works.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    for f in (asyncio.sleep_ms, asyncio.sleep):
        for t in (None, [], {}, object(), main):
            try:
                await f(t)
                print("no error", t)
            except TypeError:
                print("TypeError")
    for ms in (1.5, 0.5, "abc"):
        try:
            await asyncio.sleep_ms(ms)
            print("no error")
        except TypeError:
            print("TypeError")
    try:
        await asyncio.sleep_ms()
    except TypeError:
        print("TypeError")
    try:
        await asyncio.sleep()
    except TypeError:
        print("TypeError")
    try:
        await asyncio.sleep(1, 2)
    except TypeError:
        print("TypeError")
    try:
        await asyncio.sleep_ms(ms=1)
    except TypeError:
        print("TypeError")
    for f in (asyncio.sleep_ms, asyncio.sleep):
        try:
            await f(0, x=1)
            print("no error")
        except TypeError:
            print("TypeError")
    await asyncio.sleep_ms(1)
    print("end")


asyncio.run(main())
