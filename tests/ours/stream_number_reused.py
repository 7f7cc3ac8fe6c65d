# A socket closed under a waiter, and then a new socket that gets the same file descriptor number: it is not mixed
# up with the old one.

try:
    import asyncio
    import io
    import select
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

try:
    import socket

    socket.socket().fileno
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def udp(port):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.bind(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    s.setblocking(False)
    return s


async def reader(s, n):
    try:
        yield core._io_queue.queue_read(s)
        print(n, s.recv(10))
    except (OSError, ValueError) as er:
        print(n, type(er).__name__)


async def main():
    for n in range(3):
        a = udp(18360)
        t = asyncio.create_task(reader(a, "old"))
        await asyncio.sleep_ms(5)
        number = a.fileno()
        a.close()
        await asyncio.wait_for_ms(t, 5000)
        b = udp(18361)
        same = b.fileno() == number
        t2 = asyncio.create_task(reader(b, "new"))
        await asyncio.sleep_ms(20)
        print(same, t2.done())
        c = udp(18362)
        c.sendto(b"data", socket.getaddrinfo("127.0.0.1", 18361)[0][-1])
        await asyncio.wait_for_ms(t2, 5000)
        print(core._io_queue.map)
        b.close()
        c.close()


asyncio.run(main())
