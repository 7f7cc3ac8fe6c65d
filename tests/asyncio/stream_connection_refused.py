# open_connection() to a port where nobody listens: an OSError, from it or from the first read or write.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main():
    try:
        r, w = await asyncio.open_connection("127.0.0.1", 1)
        await r.read(1)
        print("no error")
    except OSError:
        print("OSError")


asyncio.run(main())
