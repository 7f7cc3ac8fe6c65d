# A gather of ten coroutines that return at once.
# The argument is the number of gathers, one after another.
import asyncio
import sys

MEMBERS = 10


async def nothing():
    pass


async def main(n):
    for _ in range(n):
        await asyncio.gather(*[nothing() for _ in range(MEMBERS)])


asyncio.run(main(int(sys.argv[1])))
