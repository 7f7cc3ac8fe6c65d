# A connection with both sides in one process, for what is counted of one. No program of its own.
import asyncio


# serve(reader, writer) is at the other end.
async def connect(serve):
    port = 8100
    while True:
        # Several of these can run at once.
        try:
            server = await asyncio.start_server(serve, "127.0.0.1", port)
            break
        except OSError:
            port += 1
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    return server, reader, writer


async def close(writer):
    writer.close()
    await writer.wait_closed()
