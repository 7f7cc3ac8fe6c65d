# Watching that begins, or ends, in a finaliser, which the creation of a task can call: the task has the size that it was made with.

try:
    import _asyncio
    import asyncio
    import gc
    import io
    import tls

    _asyncio.record
    gc.threshold
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

N = 200


class Under(io.IOBase):
    # The stream under a TLS socket, which that closes when it is collected.
    def ioctl(self, request, arg):
        global closed
        if request == 4:
            closed += 1
            _asyncio.record(watches)
        return 0

    def read(self, n):
        return None

    readinto = read

    def write(self, buf):
        return len(buf)


def coro():
    yield


def make():
    context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
    context.verify_mode = tls.CERT_NONE
    context.wrap_socket(Under(), do_handshake_on_connect=False, server_hostname="x")


def clear_stack(n):
    if n:
        clear_stack(n - 1)


async def main():
    global watches, closed
    queue = _asyncio.TaskQueue()
    c = coro()
    for watches in (True, False):
        closed = 0
        for _ in range(10):
            _asyncio.record(not watches)
            tasks = [_asyncio.Task(c) for _ in range(N)]
            make()
            clear_stack(20)
            # New tasks come to lie between others, and the first of them makes the collection.
            for i in range(0, N, 2):
                tasks[i] = None
            gc.threshold(1)
            for i in range(0, N, 2):
                tasks[i] = _asyncio.Task(c)
            gc.threshold(-1)
            for task in tasks:
                queue.push(task)
            for task in tasks:
                queue.remove(task)
        print(closed > 0, queue.peek())
    _asyncio.record(False)


asyncio.run(main())
