# readline() of a socket that blocks, whose other end sends no newline but closes, or sends the line later, or the rest too late.

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


async def lines(reader):
    print(await reader.readline(), await reader.readline())


async def main():
    for data in (b"", b"ab", b"ab\n", b"ab\ncd\n", b"ab\ncd"):
        a, b = pair(18100)
        a.send(data)
        a.close()
        reader = asyncio.StreamReader(b)
        print(await reader.readline(), await reader.readline(), await reader.readline())
        b.close()
    # While nothing is there, others have their turns.
    a, b = pair(18100)
    task = asyncio.create_task(lines(asyncio.StreamReader(b)))
    for line in (b"ab\n", b"cd\n"):
        for _ in range(5):
            await asyncio.sleep_ms(1)
        print("send", line)
        a.send(line)
    await task
    # The rest of a line is waited for as long as the socket says.
    b.settimeout(0.001)
    a.send(b"ab")
    try:
        print(await asyncio.wait_for(asyncio.StreamReader(b).readline(), 5))
    except OSError:
        print("OSError")
    a.close()
    b.close()


asyncio.run(main())
