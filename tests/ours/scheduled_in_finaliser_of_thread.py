# A finaliser that a thread runs schedules a callback, and lasts: meanwhile none is run. The loop was idle, looks, and waits again.
# It runs that one soon after, and does not wait out the sleep that it had begun.

try:
    import _thread
    import asyncio
    import gc
    import io
    import micropython
    import time
    import tls

    micropython.schedule
    tls.SSLContext
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Under(io.IOBase):
    # The stream under a TLS socket, which that closes when it is collected.
    def ioctl(self, request, arg):
        if request == 4 and not ended:
            micropython.schedule(wake, None)
            time.sleep_ms(200)  # until the loop has looked, and waits again
            ended.append(True)
        return 0

    def read(self, n):
        return None

    readinto = read

    def write(self, buf):
        return len(buf)


def wake(_):
    event.set()


def make():
    context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
    context.verify_mode = tls.CERT_NONE
    context.wrap_socket(Under(), do_handshake_on_connect=False, server_hostname="x")


def clear_stack(n):
    if n:
        clear_stack(n - 1)


def thread():
    for _ in range(20):
        make()
    clear_stack(20)
    time.sleep_ms(30)
    while not ended:
        gc.collect()
        make()


async def sleeper():
    await asyncio.sleep_ms(5000)


async def main():
    global event
    event = asyncio.Event()
    t = asyncio.create_task(sleeper())
    t0 = time.ticks_ms()
    _thread.start_new_thread(thread, ())
    print(await event.wait(), time.ticks_diff(time.ticks_ms(), t0) < 3000)
    t.cancel()


ended = []
asyncio.run(main())
while not ended:
    time.sleep_ms(1)
