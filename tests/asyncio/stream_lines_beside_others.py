# What is read of a socket between two lines, in whatever way, is not read again, and the line that follows is whole.

try:
    import asyncio
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18150


async def main():
    async def serve(reader, writer):
        writer.write(b"one\n1\ntwo\n2\nthree\n3\nfour\n4\nfive\n5\nsix\n6\nseven\neight\n")
        await writer.drain()
        await reader.readline()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)  # all has come
    s = reader.s
    buf = bytearray(2)
    print(await reader.readline(), s.recv(2))
    print(await reader.readline(), s.recvfrom(2)[0])
    print(await reader.readline(), s.read(2))
    print(await reader.readline(), s.readinto(buf), buf)
    print(await reader.readline(), s.readline())
    print(await reader.readline(), await reader.readexactly(2))
    # Another stream of the same socket.
    other = asyncio.StreamReader(s)
    print(await reader.readline(), await other.readline())
    writer.write(b"\n")
    await writer.drain()
    print(await reader.readline(), await other.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
