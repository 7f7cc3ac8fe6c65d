# A timeout that is set and taken back, beside as many sleeping tasks as the second argument says, each with a deadline of its
# own. The first argument is the number of timeouts, one after another.
import asyncio
import sys


async def sleeper(seconds):
    await asyncio.sleep(seconds)


async def nothing():
    pass


async def main(n, count):
    # Not in order: 7919 is a prime, so no two of up to that many are alike.
    for i in range(count):
        asyncio.create_task(sleeper(1000 + i * 7919 % 10007))
    await asyncio.sleep_ms(0)
    for _ in range(n):
        await asyncio.wait_for(nothing(), 500)


asyncio.run(main(int(sys.argv[1]), int(sys.argv[2])))
