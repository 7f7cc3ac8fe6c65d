# A ping-pong over two Events, a round trip being two switches.
# The argument is the number of round trips.
import asyncio
import sys


async def player(mine, other, n):
    for _ in range(n):
        await mine.wait()
        mine.clear()
        other.set()


async def main(n):
    ping = asyncio.Event()
    pong = asyncio.Event()
    one = asyncio.create_task(player(ping, pong, n))
    two = asyncio.create_task(player(pong, ping, n))
    ping.set()
    await one
    await two


asyncio.run(main(int(sys.argv[1])))
