# Lines of sockets: in parts, many at once, longer than any buffer, without a newline at the end; other reads in between see
# just what follows the line.

try:
    import asyncio
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18170


async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            print("end")
            break
        if len(line) > 60:
            print(len(line), line[-4:])
        else:
            print(line)
        if line == b"exactly 4\n":
            print(await reader.readexactly(4))
        elif line == b"raw 3\n":
            print(reader.s.read(3))
        elif line == b"next\n":
            writer.write(b"go on\n")
            await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)

    async def send(data):
        writer.write(data + b"next\n")
        await writer.drain()
        print("client", await reader.readline())

    await send(b"one\ntwo\n\nthree\r\n")
    await send(b"\n")
    await send(b"exactly 4\nabcdraw 3\nxyzrest\n")
    await send(b"x" * 511 + b"\n" + b"y" * 512 + b"\n" + b"z" * 5000 + b"\n")
    writer.write(b"par")
    await writer.drain()
    await asyncio.sleep_ms(5)
    await send(b"ts\n")
    writer.write(b"no newline")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep_ms(20)
    server.close()
    await server.wait_closed()


asyncio.run(main())
