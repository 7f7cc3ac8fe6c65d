# Echoes of a line over a connection, both sides in one process.
# The argument is the number of round trips.
import asyncio
import sys

from connection import close, connect


async def serve(reader, writer):
    while True:
        message = await reader.readline()
        if not message:
            break
        writer.write(message)
        await writer.drain()
    await close(writer)


async def main(n):
    server, reader, writer = await connect(serve)
    for _ in range(n):
        writer.write(b"0123456789abcde\n")
        await writer.drain()
        await reader.readline()
    await close(writer)
    await close(server)


asyncio.run(main(int(sys.argv[1])))
