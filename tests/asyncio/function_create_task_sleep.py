# create_task(sleep_ms()) is a TypeError: what sleep_ms() returns is no coroutine. The sleep can still be
# awaited.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    s = asyncio.sleep_ms(1)
    try:
        asyncio.create_task(s)
    except TypeError:
        print("TypeError")
    await s
    s = asyncio.sleep(0)
    try:
        asyncio.create_task(s)
    except TypeError:
        print("TypeError")
    await s
    print("done")


asyncio.run(main())
