# Sockets that lines were read from leave no memory behind.

try:
    import asyncio
    import socket

    open("/proc/self/statm").close()
    socket.AF_INET
except (ImportError, AttributeError, OSError):
    print("SKIP")
    raise SystemExit

address = socket.getaddrinfo("127.0.0.1", 18090)[0][-1]
server = socket.socket()
server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
server.bind(address)
server.listen(1)


def resident():
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * 4


async def main():
    for _ in range(3):
        before = resident()
        for _ in range(3000):
            a = socket.socket()
            a.connect(address)
            b, _ = server.accept()
            b.send(b"one\ntwo\n" + b"x" * 100)
            await asyncio.StreamReader(a).readline()
            a.close()
            b.close()
    # At last: the first takes what stays.
    grown = resident() - before
    print(grown if grown > 800 else True)


asyncio.run(main())
