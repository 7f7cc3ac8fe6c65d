# A socket is closed while lines are there that were not read. The socket whose number is 0 keeps what it has, and so does the
# one that gets the number.

try:
    import asyncio
    import socket

    socket.AF_INET
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

address = socket.getaddrinfo("127.0.0.1", 18070)[0][-1]
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(address)
server.listen(1)


def pair():
    a = socket.socket()
    a.connect(address)
    b, _ = server.accept()
    b.send(b"one\ntwo\nthree\n")
    return a, b


async def main():
    # Standard input leaves its number free.
    open(0, "rb").close()
    zero, other = pair()
    print(zero.fileno())
    # The first call is how the library learns of its functions.
    for _ in range(3):
        a, b = pair()
        print(await asyncio.StreamReader(a).readline())
        a.close()
        b.close()
    print(zero.recv(20))


asyncio.run(main())
