# A task waits for the file with the number 0, which is a socket.

try:
    import asyncio
    import socket
    from asyncio import core

    open(0, "rb").close()
    socket.AF_INET
except (ImportError, AttributeError, OSError, TypeError):
    print("SKIP")
    raise SystemExit

address = socket.getaddrinfo("127.0.0.1", 18000)[0][-1]
zero = socket.socket()
zero.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
zero.bind(address)
zero.listen(1)


async def waits(stream):
    yield core._io_queue.queue_read(stream)
    print("woke")


async def main():
    print(zero.fileno())
    task = asyncio.create_task(waits(0))
    await asyncio.sleep_ms(0)
    client = socket.socket()
    client.connect(address)
    await task
    client.close()


asyncio.run(main())
