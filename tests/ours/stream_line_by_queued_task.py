# A task that is queued already reads a line that is known to have come: it runs once for that.

try:
    import asyncio
    import socket
    from asyncio import core

    socket.socket
    file = open(__file__)
except (ImportError, AttributeError, NameError, OSError):
    print("SKIP")
    raise SystemExit


async def main():
    server = socket.socket()
    server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    address = socket.getaddrinfo("127.0.0.1", 18330)[0][-1]
    server.bind(address)
    server.listen(1)
    a = socket.socket()
    a.connect(address)
    b, _ = server.accept()
    server.close()
    b.setblocking(False)
    reader = asyncio.StreamReader(b)
    a.send(b"1\n2\n3\n4\n5\n")
    print(await reader.readline(), await reader.readline())
    core._task_queue.push(core.cur_task)
    print(await reader.readline())
    print(core._task_queue.peek(), await reader.readline())
    # A queue of the program's own is asked in the place of what is known.
    class Own:
        map = {}

        def queue_read(self, stream):
            print("queue_read", stream is b)
            core._task_queue.push(core.cur_task)

        def wait_io_event(self, dt):
            pass

    saved = core._io_queue
    core._io_queue = Own()
    print(await reader.readline())
    core._io_queue = saved
    # No socket at all.
    try:
        await asyncio.StreamReader(file.fileno()).readline()
    except (AttributeError, OSError) as er:
        print("refused")
    a.close()
    b.close()
    try:
        await reader.readline()
    except OSError:
        print("OSError")


asyncio.run(main())
