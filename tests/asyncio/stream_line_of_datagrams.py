# A socket of datagrams has no lines: whatever its readline() gives, a stream's readline() gives, with an address or without.

try:
    import asyncio
    import socket

    socket.AF_UNIX
    socket.SOCK_DGRAM
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

PORT = 18110
NAME = b"\0asyncio-rs stream_line_of_datagrams"


def inet():
    address = socket.getaddrinfo("127.0.0.1", PORT)[0][-1]
    receiver = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    receiver.bind(address)
    sender = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    return receiver, sender, address


def unix():
    # Two bytes of the family, and a name that begins with a zero, which is in no folder that another test could share.
    address = bytes((socket.AF_UNIX, 0)) + NAME
    receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    receiver.bind(address)
    return receiver, socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM), address


async def lines():
    # Leaves a number behind under which there were lines, and which the next socket gets.
    got = []

    async def serve(reader, writer):
        got.append(await reader.readline())
        got.append(await reader.readline())
        global number
        number = reader.s.fileno()
        await reader.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", PORT + 1)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT + 1)
    writer.write(b"a\nb\nc\n")
    await writer.drain()
    while len(got) < 2:
        await asyncio.sleep_ms(1)
    await reader.wait_closed()
    server.close()
    await server.wait_closed()
    print(got)
    # The lower numbers are taken.
    while True:
        s = socket.socket()
        if s.fileno() >= number:
            s.close()
            break
        spare.append(s)


spare = []


async def main():
    for sockets in (inet, unix):
        await lines()
        receiver, sender, address = sockets()
        print(receiver.fileno() == number)
        receiver.setblocking(False)
        stream = asyncio.StreamReader(receiver)
        for _ in range(2):
            for message in (b"ab\ncd\n", b"\n", b"xy", b"\nz"):
                sender.sendto(message, address)
            print(await stream.readline(), await stream.readline())
            sender.sendto(b"12345", address)
            buf = bytearray(3)
            print(await stream.readinto(buf), bytes(buf))
            try:
                print(receiver.recv(10))
            except OSError:
                print("nothing")
        receiver.close()
        sender.close()


asyncio.run(main())
