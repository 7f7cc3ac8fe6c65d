# A finaliser that makes the buffer shorter which readinto() is just about to fill with bytes that were kept: no more than fit
# are counted.

try:
    import asyncio
    import ffi
    import gc
    import io
    import socket
    import tls

    gc.threshold
    recv = ffi.open(None).func("i", "recv", "ipii")
except (ImportError, AttributeError, OSError):
    print("SKIP")
    raise SystemExit

address = socket.getaddrinfo("127.0.0.1", 18370)[0][-1]
listener = socket.socket()
listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
listener.bind(address)
listener.listen(1)
writer = socket.socket()
writer.connect(address)
reader, _ = listener.accept()
reader.setblocking(False)
taken, nothing = bytearray(4), b""
shortened = 0


class Key:
    def __getitem__(self, key):
        return key


from_second = Key()[2:]


class Under(io.IOBase):
    # The stream under a TLS socket, which that closes when it is collected.
    def ioctl(self, request, arg):
        global shortened
        # Not if it comes late.
        if request == 4 and buf[0] == 0:
            buf[from_second] = nothing
            shortened += 1
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


# Whose first allocation collects.
def readinto_beside_garbage(stream):
    aw = stream.readinto(buf)
    try:
        while True:
            gc.threshold(1)
            aw.send(None)
            gc.threshold(-1)
            yield
    except StopIteration as er:
        gc.threshold(-1)
        return er.value


async def main():
    global buf
    stream = asyncio.StreamReader(reader)
    for _ in range(40):
        writer.send(b"1\n4444\n1\n22\n333\n")
        line = await stream.readline()
        # The module does not see that these are taken, so the next line comes with what is beyond it.
        recv(reader.fileno(), taken, 4, 0)
        line += await stream.readline()
        gc.disable()
        buf = bytearray(4)
        make()
        clear_stack(20)
        gc.enable()
        n = await readinto_beside_garbage(stream)
        if line != b"1\n\n" or n != len(buf) or bytes(buf) != b"1\n22"[:n]:
            print("wrong", line, n, buf)
        reader.recv(20)
    print(shortened > 20)


asyncio.run(main())
for s in (reader, writer, listener):
    s.close()
