# A socket whose descriptor is 0, since standard input was closed, is a stream as any other.

try:
    import asyncio
    import ffi
    import socket

    close = ffi.open(None).func("i", "close", "i")
except (ImportError, AttributeError, OSError):
    print("SKIP")
    raise SystemExit


async def main():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    address = socket.getaddrinfo("127.0.0.1", 18310)[0][-1]
    server.bind(address)
    server.listen(1)
    close(0)
    client = socket.socket()
    print(client.fileno())
    client.connect(address)
    peer, _ = server.accept()
    reader = asyncio.StreamReader(client)
    # The first call is how the library learns of its functions.
    for _ in range(2):
        peer.send(b"a line\nand another\nabc")
        print(await reader.readline(), await reader.readline(), await reader.readexactly(3))
    peer.close()
    print(await reader.readline(), await reader.read())
    client.close()


asyncio.run(main())
