# Short lines and the beginning of one, where longer lines were before.

try:
    import asyncio
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18040


async def serve(reader, writer):
    for data in (b"0123456789\n0123456789\n01234567\n", b"ab\ncd\nef", b"gh\n1\n2\n3\n", b"end"):
        writer.write(data)
        await writer.drain()
        await asyncio.sleep_ms(20)
    writer.close()
    await writer.wait_closed()
    server.close()


async def main():
    global server
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    line = True
    while line:
        line = await reader.readline()
        print(line)
    writer.close()
    await writer.wait_closed()
    await server.wait_closed()


asyncio.run(main())
