# A stream that never becomes ready: the list says which stream is waited for, and in which direction.
try:
    import _asyncio, asyncio, socket
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def ask(reader):
    await reader.readline()


def shown(s):
    for t in _asyncio.tasks():
        if t.state == "stream" and t.name == "ask":
            stream, direction = t.detail
            print(t.name, "waits to", direction, stream is s, repr(t.task).split(",")[0])


async def main():
    # A listener to which nobody connects is never ready to be read.
    listener = socket.socket()
    listener.bind(socket.getaddrinfo("127.0.0.1", 0)[0][-1])
    listener.listen(1)
    reader = asyncio.StreamReader(listener)
    task = asyncio.create_task(ask(reader))
    await asyncio.sleep_ms(0)
    shown(listener)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled")
    shown(listener)
    listener.close()
    print("end")


asyncio.run(main())
