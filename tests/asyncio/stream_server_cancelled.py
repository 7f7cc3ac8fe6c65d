# A task cancelled while it awaits Server.wait_closed() cancels the server: its port is free again.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

ports = range(18200, 18210)


async def start():
    for port in ports:
        try:
            return await asyncio.start_server(None, "127.0.0.1", port), port
        except OSError:
            pass


async def serve():
    global port
    server, port = await start()
    started.set()
    await server.wait_closed()
    print("not reached")


async def main():
    t = asyncio.create_task(serve())
    await started.wait()
    await asyncio.sleep_ms(0)
    t.cancel()
    try:
        await t
    except asyncio.CancelledError:
        print("CancelledError")
    server = await asyncio.start_server(None, "127.0.0.1", port)
    server.close()
    await server.wait_closed()
    print("free")


started = asyncio.Event()
asyncio.run(main())
