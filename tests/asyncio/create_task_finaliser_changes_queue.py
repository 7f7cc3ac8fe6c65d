# A finaliser that puts another run queue in place while a task is made: the task is in that.

try:
    import asyncio
    import gc
    import io
    import tls

    gc.threshold
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Under(io.IOBase):
    # The stream under a TLS socket, which that closes when it is collected.
    def ioctl(self, request, arg):
        global made_at
        if request == 4 and made_at < 0:
            made_at = at
            core._task_queue = queue  # a finaliser can allocate nothing
        return 0

    def read(self, n):
        return None

    readinto = read

    def write(self, buf):
        return len(buf)


def make():
    context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
    context.verify_mode = tls.CERT_NONE
    context.wrap_socket(Under(), do_handshake_on_connect=False, server_hostname="x")


def clear_stack(n):
    if n:
        clear_stack(n - 1)


async def says(i):
    ran.append(i)


async def main():
    await asyncio.sleep_ms(0)


core = asyncio.core
create_task = asyncio.create_task
for _ in range(10):
    asyncio.new_event_loop()
    queue = core.TaskQueue()
    ran = []
    made_at = 0
    coros = [says(i) for i in range(20)]
    make()
    clear_stack(20)
    made_at = -1
    # The first task makes the collection.
    gc.threshold(1)
    for at in range(20):
        create_task(coros[at])
    gc.threshold(-1)
    asyncio.run(main())
    if made_at >= 0:
        break
print(made_at >= 0, ran == list(range(made_at, 20)))
