# Lines that came together are read one a turn, and other tasks have their turns in between; what a program reads of the
# socket itself in between is not read again.

try:
    import asyncio
    import socket
except ImportError:
    print("SKIP")
    raise SystemExit

PORT = 18160


async def serve(reader, writer):
    for _ in range(3):
        print(await reader.readline())
    # In the same turn.
    print(reader.s.read(7))
    print(await reader.readline())
    print(reader.s.read(100))
    # There is nothing left, although there was.
    later = asyncio.create_task(reader.readline())
    await asyncio.sleep_ms(0)
    print("waits", later.done())
    writer.write(b"more\n")
    await writer.drain()
    print(await later)
    # In a later turn.
    print(await reader.readline())
    await asyncio.sleep_ms(0)
    print(reader.s.read(5))
    print(await reader.readline())
    # A reader of another kind.
    print(await reader.readline())
    print(await reader.readexactly(2))
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()


async def tick(ticks):
    while True:
        ticks.append(0)
        await asyncio.sleep_ms(0)


async def count(reader):
    # As long as lines are there, a reader has a turn for each, as others have, whoever waits for another stream.
    ticks = []
    flag = asyncio.ThreadSafeFlag()
    waits = asyncio.create_task(flag.wait())
    task = asyncio.create_task(tick(ticks))
    for _ in range(20):
        await reader.readline()
    task.cancel()
    flag.set()
    await waits
    return 19 <= len(ticks) < 40


async def main():
    done = asyncio.Event()

    async def serve_once(reader, writer):
        await serve(reader, writer)
        done.set()

    server = await asyncio.start_server(serve_once, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    writer.write(b"one\ntwo\nthree\nraw raw\nfour\nfive\nsix")
    await writer.drain()
    print(await reader.readline())
    writer.write(b"seven\neight\nnine\nten\neleven\nab\n")
    await writer.drain()
    await done.wait()
    server.close()
    await server.wait_closed()

    sent = asyncio.Event()

    async def many(reader, writer):
        writer.write(b"line\n" * 20)
        await writer.drain()
        sent.set()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(many, "127.0.0.1", PORT + 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    await sent.wait()
    print(await count(reader))
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
