# A file of a socket's descriptor is collected, and so closed, while a line is returned, of the first one or a later one.

try:
    import asyncio
    import gc
    import socket

    gc.threshold
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

PORT = 18050


def drop_file(fd):
    files = [open(fd, "rb")]
    files.clear()


# Reads a line. When it goes on, each allocation collects.
def line_beside_garbage(reader):
    aw = reader.readline()
    try:
        while True:
            aw.send(None)
            yield
            drop_file(reader.s.fileno())
            gc.threshold(1)
    except StopIteration as er:
        return er.value
    finally:
        gc.threshold(-1)


async def serve(reader, writer):
    writer.write(b"one\ntwo\nthree\nfour\n")
    await writer.drain()
    await done.wait()
    reader.s.close()


async def main(before):
    global done
    done = asyncio.Event()
    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)  # all has come
    for _ in range(before):
        print(await reader.readline())
    try:
        while await line_beside_garbage(reader):
            pass
    except OSError as er:
        print("OSError", er.errno == 9)
    done.set()
    server.close()
    await server.wait_closed()


for before in (0, 1, 2, 3):
    asyncio.run(main(before))
