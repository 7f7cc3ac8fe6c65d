# The peer closes the connection: a waiting read() returns b"", and readexactly() raises EOFError.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

ports = range(18190, 18200)


async def cb(r, w):
    w.write(b"abc")
    await w.drain()
    await asyncio.sleep_ms(5)
    await w.wait_closed()


async def start():
    for port in ports:
        try:
            return await asyncio.start_server(cb, "127.0.0.1", port), port
        except OSError:
            pass


async def main():
    server, port = await start()
    r, w = await asyncio.open_connection("127.0.0.1", port)
    print(await r.readexactly(3))
    print(await r.read(1))
    await w.wait_closed()
    r, w = await asyncio.open_connection("127.0.0.1", port)
    try:
        await r.readexactly(4)
    except EOFError:
        print("EOFError")
    await w.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
