# Sleeps that end all the time.
import asyncio


async def main():
    print("ready")
    while True:
        await asyncio.sleep_ms(1)


async def again():
    await asyncio.sleep_ms(1)
    print("again")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
asyncio.run(again())
