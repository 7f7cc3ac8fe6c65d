# Server.close() and wait_closed(), "async with" of a server, and a client refused after that.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

ports = range(18210, 18220)


async def cb(r, w):
    pass


async def start():
    for port in ports:
        try:
            return await asyncio.start_server(cb, "127.0.0.1", port, backlog=1), port
        except OSError:
            pass


async def main():
    server, port = await start()
    print(server.close())
    print(await server.wait_closed())
    server, port = await start()
    async with server:
        print("in")
    print("out")
    try:
        r, w = await asyncio.open_connection("127.0.0.1", port)
        await r.read(1)
        print("no error")
    except OSError:
        print("OSError")


asyncio.run(main())
