# Echoes over a connection, both sides in one process.
# The argument is the number of round trips.
import asyncio
import sys


async def serve(reader, writer):
    while True:
        message = await reader.read(64)
        if not message:
            break
        writer.write(message)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main(n):
    port = 8100
    server = None
    while server is None:
        # Several of these can run at once.
        try:
            server = await asyncio.start_server(serve, "127.0.0.1", port)
        except OSError:
            port += 1
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for _ in range(n):
        writer.write(b"0123456789abcdef")
        await writer.drain()
        await reader.read(64)
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main(int(sys.argv[1])))
