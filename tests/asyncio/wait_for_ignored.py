# A coroutine that ignores the cancel of its timeout: wait_for() waits for it, then raises TimeoutError.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    except asyncio.CancelledError:
        print("ignored")
    await asyncio.sleep_ms(2)
    print("job ends")
    return "value"


async def main():
    try:
        print(await asyncio.wait_for_ms(job(), 2))
    except asyncio.TimeoutError:
        print("TimeoutError")


asyncio.run(main())
