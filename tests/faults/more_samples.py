# More programs as those in samples.py: with sockets, streams and connections, and with the package loaded anew.
import asyncio
import socket
import sys

from asyncio import core

LOADED = (asyncio.StreamReader, asyncio.StreamWriter, asyncio.open_connection, asyncio.start_server)


def readable(s):
    yield core._io_queue.queue_read(s)


# A socket that a datagram is sent to by its own process is readable at once, so no real time is waited for.
# Each has the next number, so that those that a fault left open take nobody's time.
port = 30000


def bound():
    global port
    for _ in range(10000):
        port = port + 1 if port < 39999 else 30000
        s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        try:
            address = socket.getaddrinfo("127.0.0.1", port)[0][-1]
            s.bind(address)
            s.setblocking(False)
            return s, address
        except OSError:
            s.close()


s, address = bound()


async def sockets():
    reader = asyncio.create_task(readable(s))
    await asyncio.sleep_ms(1)
    s.sendto(b"x", address)
    await reader
    s.recv(1)
    reader = asyncio.create_task(readable(s))
    await asyncio.sleep_ms(1)
    reader.cancel()
    await asyncio.sleep_ms(1)


# More waits than the table of streams, and what is kept beside it, has room for at first.
many = []


async def growing():
    if not many:
        for _ in range(40):
            many.append(bound())
    tasks = [asyncio.create_task(readable(one)) for one, _ in many]
    await asyncio.sleep_ms(1)
    for one, address in many:
        one.sendto(b"x", address)
    for task in tasks:
        await task
    for one, _ in many:
        one.recv(1)


# Descriptors of their own, that are opened, waited on and closed, so that numbers come again.
async def closing():
    for _ in range(3):
        some = [bound() for _ in range(3)]
        tasks = [asyncio.create_task(readable(one)) for one, _ in some]
        await asyncio.sleep_ms(1)
        try:
            some[1][0].sendto(b"x", some[1][1])
            await tasks[1]
            tasks[0].cancel()
            await asyncio.sleep_ms(1)
            tasks[2].cancel()
        finally:
            for one, _ in some:
                one.close()


async def streams():
    s, address = bound()
    stream = asyncio.StreamReader(s)
    s.sendto(b"line\n", address)
    try:
        await asyncio.wait_for_ms(stream.readline(), 10)
        await asyncio.wait_for_ms(stream.read(10), 2)
    except asyncio.TimeoutError:
        pass
    finally:
        s.close()


async def serve(reader, writer):
    try:
        line = await reader.readline()
        rest = await reader.readexactly(4)
        writer.write(line)
        writer.write(rest * 20)
        await writer.drain()
    finally:
        await writer.wait_closed()


async def connections():
    global port
    port = port + 1 if port < 39999 else 30000  # a fault may have left a listener at the last one
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        try:
            writer.write(b"abc\n")
            writer.write(b"1234")
            await writer.drain()
            await reader.readline()
            await reader.readexactly(40)
            await reader.read(-1)
        finally:
            await writer.wait_closed()
    finally:
        server.close()
        await asyncio.sleep_ms(1)


# The package anew, so that its modules are adopted in the run that a fault hits. Its modules are loaded before.
fresh = None


def load_fresh():
    global fresh
    was = {name: module for name, module in sys.modules.items() if name.startswith("asyncio")}
    for name in was:
        del sys.modules[name]
    import asyncio as again

    again.gather, again.Event, again.Lock, again.StreamReader, again.ThreadSafeFlag
    fresh = again
    for name in [name for name in sys.modules if name.startswith("asyncio")]:
        del sys.modules[name]
    sys.modules.update(was)
    return fresh


async def slept():
    await fresh.sleep_ms(1)


async def adopts():
    event, lock = fresh.Event(), fresh.Lock()
    setter = fresh.create_task(slept())
    event.set()
    async with lock:
        await fresh.gather(event.wait(), setter)
    await fresh.wait_for_ms(slept(), 5)


PREPARE = {adopts: load_fresh}
SAMPLES = [sockets, growing, closing, streams, connections, adopts]
# Those of them that ask the kernel.
ASKING = [sockets, growing, closing, streams, connections]
