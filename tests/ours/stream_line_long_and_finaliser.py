# A finaliser that reads a byte of the socket at any time while readline() gathers a line in parts: of what there is no byte is
# lost but that, and none comes twice.

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

address = socket.getaddrinfo("127.0.0.1", 18340)[0][-1]
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(address)
listener.listen(1)
writer = socket.socket()
writer.connect(address)
reader, _ = listener.accept()
reader.setblocking(False)
DATA = b"x" * 512 + b"y" * 200 + b"abc\ndef\nghi\n"
one = bytearray(1)
# The finaliser of each of these lets go of the next; that of the last reads.
garbage = [None] * 4
is_near = False
taken = 0


class Under(io.IOBase):
    # The stream under a TLS socket, which that closes when it is collected.
    def __init__(self, n):
        self.n = n

    def ioctl(self, request, arg):
        global taken
        if request == 4 and is_near:
            garbage[self.n - 1] = None
            if self.n == 0 and taken == 0:
                try:
                    taken += reader.readinto(one)
                except OSError:
                    pass
        return 0

    def read(self, n):
        return None

    readinto = read

    def write(self, buf):
        return len(buf)


def make(n):
    for i in range(n):
        context = tls.SSLContext(tls.PROTOCOL_TLS_CLIENT)
        context.verify_mode = tls.CERT_NONE
        garbage[i] = context.wrap_socket(Under(i), do_handshake_on_connect=False, server_hostname="x")


def clear_stack(n):
    if n:
        clear_stack(n - 1)


# While it goes on, each allocation collects.
def line_beside_garbage(stream):
    global is_near
    aw = stream.readline()
    try:
        aw.send(None)
        yield
        is_near = True
        gc.threshold(1)
        while True:
            aw.send(None)
            yield
    except StopIteration as er:
        return er.value
    finally:
        is_near = False
        gc.threshold(-1)


async def main():
    global taken
    stream = asyncio.StreamReader(reader)
    writer.send(b"x\n")
    print(await stream.readline())
    times = 0
    for n in range(1, len(garbage)):
        taken = 0
        # Between things of one size no part of a line can grow where it is.
        gc.collect()
        full = [bytearray(600) for _ in range(500)]
        make(n)
        for i in range(0, len(full), 2):
            full[i] = None
        clear_stack(20)
        writer.send(DATA)
        garbage[n - 1] = None
        got = await line_beside_garbage(stream)
        full.clear()
        while not got.endswith(b"ghi\n") and len(got) < len(DATA) - taken:
            got += await stream.readline()
        if taken:
            times += 1
            if not any(DATA[:i] + DATA[i + 1 :] == got for i in range(len(DATA))):
                print("wrong", n, got[-20:], one)
        elif got != DATA:
            print("wrong", n, got)
    print(times > 0)


asyncio.run(main())
for s in (reader, writer, listener):
    s.close()
