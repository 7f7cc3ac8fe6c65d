# A server reads requests of five lines; how often it reads the socket between "begin" and "end" is counted.
import asyncio
import sys

REQUESTS = 20


async def serve(reader, writer):
    for _ in range(REQUESTS):
        while await reader.readline() != b"\n":
            pass
        writer.write(b".")
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]))
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    print("begin")
    for _ in range(REQUESTS):
        writer.write(b"one\ntwo\nthree\nfour\n\n")
        await writer.drain()
        await reader.readexactly(1)
    print("end")
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
