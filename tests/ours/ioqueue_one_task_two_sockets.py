# One task registers itself on two sockets and yields, a wait for either: it wakes once, also if both are ready, and then waits for
# neither.

try:
    import asyncio
    import select
    import socket
    from asyncio import core

    select.poll
    socket.SOCK_DGRAM
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

PORT = 18280


def bound(port):
    address = socket.getaddrinfo("127.0.0.1", port)[0][-1]
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(address)
    s.setblocking(False)
    return s, address


async def either(a, b):
    core._io_queue.queue_read(a)
    core._io_queue.queue_read(b)
    yield


async def waiter(a, b):
    await either(a, b)
    print("woke")
    # Only a second wake would end this one early.
    yield core._io_queue.queue_read(other)
    print(other.recv(10))


async def main():
    for ready in ((0,), (1,), (0, 1)):
        t = asyncio.create_task(waiter(*(s for s, _ in sockets)))
        await asyncio.sleep_ms(1)
        for n in ready:
            sender.sendto(b"x", sockets[n][1])
        for _ in range(20):
            await asyncio.sleep_ms(1)
        for s, address in sockets:
            sender.sendto(b"y", address)
        for _ in range(20):
            await asyncio.sleep_ms(1)
        print(t.done(), [s in (sm[2] for sm in core._io_queue.map.values()) for s, _ in sockets])
        sender.sendto(b"other", other_address)
        await t
        for s, _ in sockets:
            try:
                while True:
                    s.recv(10)
            except OSError:
                pass


sockets = [bound(PORT), bound(PORT + 1)]
other, other_address = bound(PORT + 2)
sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
asyncio.run(main())
for s, _ in sockets:
    s.close()
other.close()
sender.close()
