# Sleeps of 20 ms with nothing else to do, beside as many waiting sockets as the first argument says; the second is how
# many sleeps. Prints for each by how many microseconds it ended too late.
import asyncio
import socket
import sys
import time


async def read(s):
    await asyncio.StreamReader(s).read(1)


async def main(count):
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(int(sys.argv[1]))]
    for s in sockets:
        s.bind(socket.getaddrinfo("127.0.0.1", 0)[0][-1])
        asyncio.create_task(read(s))
    await asyncio.sleep_ms(1)
    for _ in range(count):
        start = time.ticks_us()
        await asyncio.sleep_ms(20)
        print(time.ticks_diff(time.ticks_us(), start) - 20000)


asyncio.run(main(int(sys.argv[2])))
