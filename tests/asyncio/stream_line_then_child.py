# A child process that inherits a socket of which one line was returned reads just what follows that line.

try:
    import asyncio
    import os
    import socket

    os.system
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

PORT = 18130


async def main():
    async def serve(reader, writer):
        writer.write(b"one\ntwo\nthree\nfour\nfive\n")
        await writer.drain()
        await reader.readline()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)  # all has come
    print(await reader.readline(), await reader.readline())
    print(os.system("dd bs=6 count=1 status=none <&%d" % reader.s.fileno()))
    print(await reader.readline(), await reader.readline())
    writer.write(b"end\n")
    await writer.drain()
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
