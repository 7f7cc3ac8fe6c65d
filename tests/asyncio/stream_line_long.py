# A line that is longer than any look at the socket comes in the turn in which its end has come; what follows it stays.

try:
    import asyncio
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18080
LENGTHS = (511, 512, 513, 1023, 1024, 1025, 3000, 5000)


async def serve(reader, writer):
    for n in LENGTHS:
        writer.write(b"x" * (n - 1) + b"\n")
    writer.write(b"y" * 700)
    await writer.drain()
    await reader.readline()
    writer.write(b"\nrest")
    await writer.drain()
    writer.close()
    await writer.wait_closed()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)  # all has come
    turns = 0

    async def count():
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep_ms(0)

    counter = asyncio.create_task(count())
    for n in LENGTHS:
        before = turns
        line = await reader.readline()
        print(len(line) == n, line[-2:] == b"x\n", turns - before <= 10)
    counter.cancel()
    line = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(0)
    print(line.done())
    writer.write(b"go on\n")
    await writer.drain()
    print(len(await line))
    print(await reader.readline(), await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
