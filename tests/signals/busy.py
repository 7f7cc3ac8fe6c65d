# Two tasks that switch all the time.
import asyncio


async def switch():
    while True:
        await asyncio.sleep_ms(0)


async def main():
    asyncio.create_task(switch())
    print("ready")
    await switch()


async def again():
    await asyncio.sleep_ms(1)
    print("again")


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("interrupted")
asyncio.run(again())
