# A sleeping task is cancelled now, not when its sleep would end; finally blocks run.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    finally:
        print("finally")


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    print(t.cancel())
    print("cancel has returned")
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")


asyncio.run(main())
