# A gather of ten coroutines that each yield once.
# The argument is the number of gathers, one after another.
import asyncio
import sys

MEMBERS = 10


async def yielder():
    await asyncio.sleep_ms(0)


async def main(n):
    for _ in range(n):
        await asyncio.gather(*[yielder() for _ in range(MEMBERS)])


asyncio.run(main(int(sys.argv[1])))
