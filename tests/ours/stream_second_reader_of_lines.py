# A task waits to read a stream of which more lines were seen, which something else has taken since. A second reader is
# refused at once, as it is where no lines were seen, and takes nothing that is the first one's.

try:
    import array
    import asyncio
    import socket

    import ffi
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18390

recv = ffi.open(None).func("l", "recv", "iPLi")


async def serve(reader, writer):
    writer.write(b"one\ntwo\nthree\n")
    await writer.drain()
    writer.write(await reader.readexactly(3))
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    server.close()


async def main():
    global server
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    while recv(reader.s.fileno(), buf, 14, 2) != 14:  # MSG_PEEK
        await asyncio.sleep_ms(1)
    print(await reader.readline())
    print(recv(reader.s.fileno(), buf, 10, 0))
    first = asyncio.create_task(reader.readexactly(3))
    await asyncio.sleep_ms(0)
    try:
        # It does not get to wait.
        print(reader.readline().send(None))
    except RuntimeError as er:
        print("RuntimeError", er)
    writer.write(b"end")
    await writer.drain()
    print(await first)
    writer.close()
    await writer.wait_closed()
    await server.wait_closed()


buf = array.array("B", bytes(16))
asyncio.run(main())
