# wait_for() takes its way to sleep as a third argument, as wait_for_ms() does.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def my_sleep(t):
    print("my_sleep", t)
    return asyncio.sleep_ms(1)


async def job():
    await asyncio.sleep_ms(100000)


async def main():
    try:
        await asyncio.wait_for(job(), "soon", my_sleep)
    except asyncio.TimeoutError:
        print("TimeoutError")


asyncio.run(main())
