# What a line's reader saw can be taken by somebody whom the module does not see, as C called by FFI: then it takes more than
# a line, and keeps what is beyond it for the next reads, of whatever kind.

try:
    import asyncio
    import ffi
    import socket

    libc = ffi.open(None)
    recv = libc.func("i", "recv", "ipii")
except (ImportError, AttributeError, OSError):
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
    b.setblocking(False)
    return a, b


def take(s, n):
    # What is in the way of --wrap has no part in this.
    return recv(s.fileno(), bytearray(n), n, 0)


async def reader_of(data, n_taken):
    # Has seen all lines of the data, and read the first; then so much is taken unseen.
    a, b = pair(18350)
    reader = asyncio.StreamReader(b)
    a.send(data)
    print(await reader.readline())
    print(take(b, n_taken))
    return a, b, reader


def close(a, b):
    a.close()
    b.close()


async def main():
    # The first call of each is how the library learns of its functions.
    a, b, reader = await reader_of(b"1\n22\n333\n4444\n", 2)
    print(await reader.readline())
    close(a, b)
    a, b, reader = await reader_of(b"1\n22\n333\n4444\n", 2)
    print(await reader.readline(), await reader.readline(), await reader.readline())
    close(a, b)
    a, b, reader = await reader_of(b"1\n4444\n1\n22\n333\n", 4)
    print(await reader.readline())
    print(await reader.read(1), await reader.read(0), await reader.read(5), await reader.readline())
    close(a, b)
    a, b, reader = await reader_of(b"1\n4444\n1\n22\n333\n", 4)
    print(await reader.readline())
    buf = bytearray(2)
    print(await reader.readinto(buf), buf, await reader.readinto(buf), buf)
    close(a, b)
    a, b, reader = await reader_of(b"1\n4444\n1\n22\n333\n", 4)
    print(await reader.readline())
    buf = bytearray(4)
    print(await reader.readinto(buf), buf)
    close(a, b)
    a, b, reader = await reader_of(b"1\n4444\n1\n22\n333\n", 4)
    print(await reader.readline(), await reader.readline(), await reader.readline(), await reader.readline())
    close(a, b)
    a, b, reader = await reader_of(b"1\n4444\n1\n22\n333\n", 4)
    print(await reader.readline(), await reader.readexactly(4), await reader.readexactly(1))
    a.close()
    print(await reader.read(), await reader.readline(), await reader.read())
    close(a, b)
    # Whoever reads the socket itself sees just what follows a line that did not begin where it was seen.
    a, b, reader = await reader_of(b"1\n22\n4444\n666666\n", 1)
    print(await reader.readline(), await reader.readline(), b.recv(10))
    close(a, b)
    # All was taken: the next line is waited for, as by a socket that blocks.
    a, b, reader = await reader_of(b"1\n22\n", 3)
    b.setblocking(True)
    task = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(1)
    print(task.done())
    a.send(b"more\n")
    print(await task)
    close(a, b)
    a, b, reader = await reader_of(b"1\n22\n", 3)
    task = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(1)
    print(task.done())
    a.send(b"more\n")
    print(await task)
    # The other end resets.
    a.setsockopt(socket.SOL_SOCKET, 13, b"\1\0\0\0\0\0\0\0")  # SO_LINGER, of no time
    a.close()
    try:
        print(await reader.readline())
    except OSError as er:
        print("OSError", er.errno == 104)
    b.close()
    try:
        await reader.readline()
    except OSError as er:
        print("OSError")


asyncio.run(main())
