# A socket closed under a task that waits for it: the task wakes, and its next operation raises.

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

    socket.socket
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

ports = range(18300, 18310)


def listener():
    for port in ports:
        s = socket.socket()
        try:
            s.bind(socket.getaddrinfo("127.0.0.1", port)[0][-1])
            s.listen(1)
            return s, port
        except OSError:
            s.close()


async def reader(s):
    try:
        print("read", await asyncio.StreamReader(s).read(1))
    except (OSError, ValueError) as er:
        print("read", type(er).__name__)


async def acceptor(s):
    try:
        yield core._io_queue.queue_read(s)
        s.accept()
        print("no error")
    except (OSError, ValueError) as er:
        print("accept", type(er).__name__)


async def main():
    ls, port = listener()
    t = asyncio.create_task(acceptor(ls))
    await asyncio.sleep_ms(5)
    ls.close()
    await asyncio.wait_for_ms(t, 5000)
    print(core._io_queue.map)

    ls, port = listener()
    c = socket.socket()
    c.connect(socket.getaddrinfo("127.0.0.1", port)[0][-1])
    s = ls.accept()[0]
    s.setblocking(False)
    t = asyncio.create_task(reader(s))
    flag = asyncio.ThreadSafeFlag()
    t2 = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(5)
    s.close()
    await asyncio.wait_for_ms(t, 5000)
    flag.set()
    await asyncio.wait_for_ms(t2, 5000)
    print(core._io_queue.map)
    c.close()
    ls.close()


asyncio.run(main())
