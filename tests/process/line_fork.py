# C forks after a line was returned; the child reads what follows that line.
import asyncio
import os
import sys

PORT = int(sys.argv[1])


async def serve(reader, writer):
    writer.write(b"one\ntwo\nthree\nfour\nfive\n")
    await writer.drain()
    await reader.readline()


async def main():
    await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)  # all has come
    print(await reader.readline(), await reader.readline())
    print(os.getenv(f"FORK={reader.s.fileno()}"))
    print(await reader.readline(), await reader.readline())


asyncio.run(main())
