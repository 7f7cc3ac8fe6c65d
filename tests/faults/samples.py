# Small asyncio programs, one for each thing that allocates or waits, in which a fault is then injected everywhere.
# Each must end by itself when nothing fails; none looks at how it ended.
import asyncio
import socket
import sys

from asyncio import core

# The package loads these when they are first named; an import that runs out of memory can crash MicroPython itself.
LOADED = (asyncio.gather, asyncio.wait_for, asyncio.wait_for_ms, asyncio.Event, asyncio.Lock, asyncio.ThreadSafeFlag)
LOADED += (asyncio.StreamReader, asyncio.StreamWriter, asyncio.open_connection, asyncio.start_server)


async def ready(value):
    return value


async def late(value):
    await asyncio.sleep_ms(3)
    return value


async def bad():
    await asyncio.sleep_ms(1)
    raise ValueError("bad")


async def sleeps():
    for n in (0, 1, 0, 5):
        await asyncio.sleep_ms(n)
    await asyncio.sleep(0.002)


async def tasks():
    made = [asyncio.create_task(late(n)) for n in range(5)]
    await asyncio.sleep_ms(1)
    made[1].cancel()
    made[3].cancel()
    for task in made:
        try:
            await task
        except asyncio.CancelledError:
            pass


async def gathers():
    await asyncio.gather(ready(1), late(2), asyncio.create_task(ready(3)))
    await asyncio.gather(late(1), bad(), return_exceptions=True)
    try:
        await asyncio.gather(late(1), bad(), late(2))
    except ValueError:
        pass


async def waits_for():
    await asyncio.wait_for(late(1), 1)
    try:
        await asyncio.wait_for_ms(asyncio.sleep(1), 2)
    except (asyncio.TimeoutError, TypeError):
        pass
    try:
        await asyncio.wait_for_ms(late(1), 1)
    except asyncio.TimeoutError:
        pass


async def events():
    event = asyncio.Event()
    waiters = [asyncio.create_task(event.wait()) for _ in range(3)]
    await asyncio.sleep_ms(1)
    waiters[0].cancel()
    event.set()
    await waiters[1]
    await waiters[2]


async def take(lock):
    async with lock:
        await asyncio.sleep_ms(1)


async def locks():
    lock = asyncio.Lock()
    takers = [asyncio.create_task(take(lock)) for _ in range(4)]
    await asyncio.sleep_ms(0)
    takers[2].cancel()
    await takers[0]
    await takers[1]
    await takers[3]


async def set_later(flag):
    await asyncio.sleep_ms(2)
    flag.set()


async def flags():
    flag = asyncio.ThreadSafeFlag()
    setter = asyncio.create_task(set_later(flag))
    await flag.wait()
    await setter
    task = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(1)
    task.cancel()


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


async def unretrieved():
    asyncio.create_task(bad())
    await asyncio.sleep_ms(5)


def callback(task, er):
    task.coro


async def callbacks():
    task = asyncio.create_task(late(1))
    task.state = callback
    await asyncio.sleep_ms(5)


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


# Native awaitables under everything that wraps an awaitable.
async def natives():
    event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
    for wait in (event.wait, flag.wait):
        try:
            await asyncio.wait_for_ms(wait(), 1)
        except asyncio.TimeoutError:
            pass
    async with lock:
        got = await asyncio.gather(
            asyncio.wait_for_ms(lock.acquire(), 1), asyncio.wait_for_ms(event.wait(), 2), return_exceptions=True
        )
        got.clear()
    event.set()
    flag.set()
    await asyncio.gather(event.wait(), flag.wait(), asyncio.create_task(asyncio.wait_for(event.wait(), 1)))


async def nested():
    try:
        await asyncio.wait_for_ms(asyncio.wait_for_ms(asyncio.gather(late(1), late(2)), 2), 9)
    except asyncio.TimeoutError:
        pass
    outer = asyncio.create_task(asyncio.wait_for_ms(asyncio.gather(late(1), late(2)), 9))
    await asyncio.sleep_ms(1)
    outer.cancel()
    try:
        await outer
    except asyncio.CancelledError:
        pass


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


async def slept():
    await fresh.sleep_ms(1)


async def adopts():
    event, lock = fresh.Event(), fresh.Lock()
    setter = fresh.create_task(slept())
    event.set()
    async with lock:
        await fresh.gather(event.wait(), setter)
    await fresh.wait_for_ms(slept(), 5)


def run(sample):
    (fresh if sample is adopts else asyncio).run(sample())


PREPARE = {adopts: load_fresh}
SAMPLES = [sleeps, tasks, gathers, waits_for, events, locks, flags, sockets, unretrieved, callbacks]
SAMPLES += [growing, closing, streams, connections, natives, nested, adopts]
# Those of them that ask the kernel.
ASKING = [flags, sockets, growing, closing, streams, connections, natives]
