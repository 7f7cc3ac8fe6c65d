# readline() of a socket that blocks, whose other end sends no newline but closes.

try:
    import asyncio
    import socket

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def pair(port):
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    server.listen(1)
    a = socket.socket()
    a.connect(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    b, _ = server.accept()
    server.close()
    return a, b


async def main():
    for data in (b"", b"ab", b"ab\n", b"ab\ncd\n", b"ab\ncd"):
        a, b = pair(8149)
        a.send(data)
        a.close()
        reader = asyncio.StreamReader(b)
        print(await reader.readline(), await reader.readline(), await reader.readline())
        b.close()


asyncio.run(main())
