# A task cannot cancel itself: RuntimeError, and the task goes on.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    try:
        asyncio.current_task().cancel()
    except RuntimeError as er:
        print("RuntimeError", er)
    await asyncio.sleep_ms(0)
    print("goes on")


asyncio.run(main())
