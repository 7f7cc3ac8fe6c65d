# Descriptors that are 4,096 apart share a place of the table of lines. Two sockets of such numbers are read in turns.
import asyncio
import sys

PORT = int(sys.argv[1])
LINES = b"one\ntwo\nthree\nfour\nfive\n"


async def serve(reader, writer):
    writer.write(LINES)
    await writer.drain()
    await reader.readline()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    first, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)
    files = [open("/dev/null")]
    while (files[-1].fileno() + 1 - first.s.fileno()) % 4096:
        files.append(open("/dev/null"))
    second, writer2 = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)
    print((second.s.fileno() - first.s.fileno()) % 4096)
    for _ in range(2):
        print(await first.readline(), await first.readline())
        print(await second.readline())
        print(await second.readline())
    print(await first.readline(), await second.readline())
    for w in (writer, writer2):
        w.write(b"end\n")
        await w.drain()
        w.close()
        await w.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
