# current_task(): the running task; outside a loop, RuntimeError.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def outside():
    try:
        asyncio.current_task()
        print("no error")
    except RuntimeError as er:
        print("RuntimeError", er)


async def job():
    await asyncio.sleep_ms(0)
    return asyncio.current_task()


async def main():
    me = asyncio.current_task()
    t = asyncio.create_task(job())
    print((await t) is t)
    print(asyncio.current_task() is me)


outside()
asyncio.run(main())
outside()
