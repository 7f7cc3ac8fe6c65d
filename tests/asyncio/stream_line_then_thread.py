# A thread that begins to read a socket of which one line was returned sees just what follows that line.

try:
    import asyncio
    import socket
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18140


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
    got = []
    _thread.start_new_thread(lambda: got.append(reader.s.recv(9)), ())
    while not got:
        await asyncio.sleep_ms(1)
    print(got)
    print(await reader.readline(), await reader.readline())
    writer.write(b"end\n")
    await writer.drain()
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
