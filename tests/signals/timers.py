# Nothing but a long sleep.
import asyncio


async def main():
    print("ready")
    await asyncio.sleep(100)


async def again():
    await asyncio.sleep_ms(1)
    print("again")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
asyncio.run(again())
