# start_server() and open_connection(): a server with two clients at once, lines there and back.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

ports = range(18220, 18230)


async def echo(r, w):
    while True:
        line = await r.readline()
        if not line:
            break
        w.write(line)
        await w.drain()
    w.close()
    await w.wait_closed()


async def client(port, n):
    r, w = await asyncio.open_connection("127.0.0.1", port)
    got = []
    for i in range(3):
        w.write(b"line %d %d\n" % (n, i))
        await w.drain()
        got.append(await r.readline())
    w.close()
    await w.wait_closed()
    return got


async def start(cb):
    for port in ports:
        try:
            return await asyncio.start_server(cb, "127.0.0.1", port), port
        except OSError:
            pass


async def main():
    server, port = await start(echo)
    for got in await asyncio.gather(client(port, 1), client(port, 2)):
        print(got)
    server.close()
    await server.wait_closed()
    print("closed")


asyncio.run(main())
