# A socket's methods, each of which reads in its own way, in turns on one stream.

try:
    import asyncio
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18180


async def serve(reader, writer):
    writer.write(b"0123456789one\ntwo\nthree\nfour\nend")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    server.close()


async def main():
    global server
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)
    buf = bytearray(2)
    print(await reader.read(2))
    print(await reader.readinto(buf), bytes(buf))
    print(await reader.read(2))
    print(await reader.readexactly(2))
    print(await reader.readinto(buf), bytes(buf))
    print(await reader.readline())
    print(await reader.readline())
    print(await reader.readinto(buf), bytes(buf))
    print(await reader.readline())
    print(await reader.read(2))
    print(await reader.readline())
    print(await reader.read())
    print(await reader.readinto(buf))
    writer.close()
    await writer.wait_closed()
    await server.wait_closed()


asyncio.run(main())
