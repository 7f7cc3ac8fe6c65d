# A finaliser that reads the socket of which readline() is just about to return a line that was seen: nothing is lost track of.

try:
    import asyncio
    import gc
    import io
    import socket
    import tls

    gc.threshold
    socket.AF_INET
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

PORT = 18320
address = socket.getaddrinfo("127.0.0.1", PORT)[0][-1]
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(address)
listener.listen(1)
writer = socket.socket()
writer.connect(address)
reader, _ = listener.accept()
reader.setblocking(False)
one = bytearray(1)
closed = 0
is_near = False


class Under(io.IOBase):
    # The stream under a TLS socket, which that closes when it is collected.
    def ioctl(self, request, arg):
        global closed
        if request == 4:
            closed += 1
            try:
                reader.readinto(one)
            except OSError:
                pass
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


class Stream(asyncio.StreamReader):
    # Whose next allocation collects.
    def __init__(self, s):
        self._s = s
        self.e = {}
        self.out_buf = b""

    @property
    def s(self):
        if is_near:
            gc.enable()
            gc.threshold(1)
        return self._s


async def main():
    global is_near
    writer.write(b"x\n")
    print(await asyncio.StreamReader(reader).readline())
    stream = Stream(reader)
    for _ in range(100):
        writer.write(b"a\nbb\nccc\ndddd\neeeee\n")
        gc.threshold(-1)
        make()
        clear_stack(20)
        gc.disable()
        is_near = True
        line = await stream.readline()
        is_near = False
        gc.enable()
        gc.threshold(-1)
        # The rest, but what the finaliser took.
        while line != b"eeeee\n":
            line = await stream.readline()
    print(closed > 50)


asyncio.run(main())
for s in (reader, writer, listener):
    s.close()
