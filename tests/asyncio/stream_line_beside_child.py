# A child process that has a socket, and reads it after lines of it were returned, reads just what follows them.

try:
    import asyncio
    import os
    import socket

    os.system
    socket.AF_INET
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

address = socket.getaddrinfo("127.0.0.1", 18060)[0][-1]
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(address)
server.listen(1)


def pair():
    a = socket.socket()
    a.connect(address)
    b, _ = server.accept()
    return a, b


async def main():
    a, b = pair()
    go, child = pair()
    # It waits for a byte, then sends what it has read.
    command = "(dd bs=1 count=1 of=/dev/null; dd bs=6 count=1 <&%d) <&%d >&%d 2>/dev/null &"
    print(os.system(command % (b.fileno(), child.fileno(), child.fileno())))
    reader = asyncio.StreamReader(b)
    a.send(b"one\ntwo\nthree\nfour\nfive\n")
    print(await reader.readline(), await reader.readline())
    go.send(b"x")
    print(await asyncio.StreamReader(go).readexactly(6))
    print(await reader.readline(), await reader.readline())
    for s in (a, b, go, child, server):
        s.close()


asyncio.run(main())
