# A file by its number, which epoll refuses, among so many sockets that epoll watches them: it is ready at once, and again.

try:
    import asyncio
    import socket
    from asyncio import core

    socket.socket
    fd = open(__file__).fileno()
except (ImportError, AttributeError, NameError, OSError):
    print("SKIP")
    raise SystemExit


def waits(f, *args):
    yield f(*args)


async def reads(stream):
    await waits(core._io_queue.queue_read, stream)


async def main():
    file = open(__file__)
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    server.bind(socket.getaddrinfo("127.0.0.1", 18230)[0][-1])
    server.listen(1)
    udp = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(40)]
    for port, s in zip(range(18231, 18271), udp):
        s.bind(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    tasks = [asyncio.create_task(reads(s)) for s in udp]
    for _ in range(3):
        await asyncio.sleep_ms(1)
    for _ in range(3):
        await waits(core._io_queue.queue_read, file.fileno())
        await waits(core._io_queue.queue_write, file.fileno())
        await waits(core._io_queue.queue_read, file)
    print("ready")
    # One waits for nothing, and one is registered alone, which keeps nobody.
    core._io_queue.modify(udp[0], 0)
    core._io_queue.register(file.fileno())
    await asyncio.sleep_ms(2)
    print(len(core._io_queue.map))
    for task in tasks:
        task.cancel()
    await asyncio.sleep_ms(0)
    print(core._io_queue.map)


asyncio.run(main())
