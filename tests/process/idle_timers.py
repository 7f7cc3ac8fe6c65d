# Waits for three sleeps of half a second, and nothing else.
import asyncio


async def main():
    print("begin")
    for _ in range(3):
        await asyncio.sleep_ms(500)
    print("end")


asyncio.run(main())
