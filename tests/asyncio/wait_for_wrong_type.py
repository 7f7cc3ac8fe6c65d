# wait_for() of something that is no coroutine, and with a timeout that is no number.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def main():
    for aw in (None, 1, "abc", job):
        try:
            await asyncio.wait_for_ms(aw, 1)
        except TypeError:
            print("TypeError")
    for timeout in ("abc", object()):
        try:
            await asyncio.wait_for_ms(job(), timeout)
        except TypeError:
            print("TypeError")
    print(await asyncio.wait_for_ms(job(), 1000))


asyncio.run(main())
