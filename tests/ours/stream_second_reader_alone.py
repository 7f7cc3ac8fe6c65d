# More lines of a stream were seen when a task begins to wait for it, the only one that waits: a second reader is refused.

try:
    import _asyncio
    import asyncio
    import socket
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18380


async def waits(s):
    yield core._io_queue.queue_read(s)


async def reads(reader):
    try:
        return await reader.readline()
    except RuntimeError:
        return None


async def main():
    address = socket.getaddrinfo("127.0.0.1", PORT)[0][-1]
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(address)
    server.listen(1)
    one = socket.socket()
    one.connect(address)
    other, _ = server.accept()
    other.setblocking(False)
    reader = asyncio.StreamReader(other)
    # If streams are polled between the two, the first one waits no more.
    for _ in range(100):
        one.send(b"1\n2\n3\n4\n")
        lines = [await reader.readline(), await reader.readline()]
        first, second = asyncio.create_task(waits(other)), asyncio.create_task(reads(reader))
        line = await second
        await first
        while len(lines) + (line is not None) < 4:
            lines.append(await reader.readline())
        if line is None:
            break
    print(line, lines)
    for s in (one, other, server):
        s.close()


asyncio.run(main())
