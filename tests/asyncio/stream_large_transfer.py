# A transfer much larger than the socket's buffers: the writer waits in drain() while the reader reads.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

ports = range(18030, 18040)
block = bytes(range(256)) * 16
blocks = 512


async def cb(r, w):
    for _ in range(blocks):
        w.write(block)
        await w.drain()
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
    bad = 0
    for _ in range(blocks):
        bad += await r.readexactly(len(block)) != block
    print("bad", bad, await r.read(1))
    await w.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
