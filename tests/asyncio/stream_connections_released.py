# Three hundred connections opened and closed, with collections: no descriptor stays behind.

try:
    import asyncio
    import gc
    import os
    import socket

    os.listdir("/proc/self/fd")
except (ImportError, AttributeError, OSError):
    print("SKIP")
    raise SystemExit


async def serve(reader, writer):
    while True:
        data = await reader.read(10)
        if not data:
            break
        writer.write(data)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


async def client(port, n):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"%d" % n)
    await writer.drain()
    data = await reader.read(10)
    writer.close()
    await writer.wait_closed()
    return int(data)


async def start():
    for port in range(18010, 18030):
        try:
            return await asyncio.start_server(serve, "127.0.0.1", port, 50), port
        except OSError:
            pass


def descriptors():
    gc.collect()
    gc.collect()
    return len(os.listdir("/proc/self/fd"))


async def main():
    server, port = await start()
    before = None
    for turn in range(10):
        sums = await asyncio.gather(*(client(port, n) for n in range(30)))
        if sum(sums) != 435:
            print("a wrong answer", sums)
        await asyncio.sleep_ms(5)
        if turn == 0:
            before = descriptors()
    print(descriptors() - before)
    server.close()
    await server.wait_closed()


asyncio.run(main())
