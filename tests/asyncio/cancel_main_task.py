# The main task can be cancelled by another: run() raises CancelledError.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def killer(t):
    await asyncio.sleep_ms(0)
    print(t.cancel())


async def main():
    asyncio.create_task(killer(asyncio.current_task()))
    try:
        await asyncio.sleep_ms(100000)
    finally:
        print("finally")


try:
    asyncio.run(main())
except asyncio.CancelledError:
    print("CancelledError")
