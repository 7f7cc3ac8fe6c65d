# A task that nothing will ever wake, and a stream in Python that is asked for ever.
import asyncio


async def main():
    print("ready")
    await asyncio.ThreadSafeFlag().wait()


async def again():
    await asyncio.sleep_ms(1)
    print("again")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
asyncio.run(again())
