# C that is called by FFI, and reads a socket of which one line was returned, sees just what follows that line; so it does
# if a fork() comes between.

try:
    import asyncio
    import socket

    import ffi

    libc = ffi.open(None)
    recv = libc.func("l", "recv", "iPLi")
    fork = libc.func("i", "fork", "")
    leave = libc.func("v", "_exit", "i")
    waitpid = libc.func("i", "waitpid", "iPi")
except (ImportError, OSError):
    print("SKIP")
    raise SystemExit

PORT = 18120
PEEK = 2


async def main():
    async def serve(reader, writer):
        for _ in range(2):
            writer.write(b"one\ntwo\nthree\nfour\nfive\n")
            await writer.drain()
            await reader.readline()
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(serve, "127.0.0.1", PORT)
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    await asyncio.sleep_ms(20)  # all has come
    fd = reader.s.fileno()
    buf = bytearray(32)
    print(await reader.readline(), await reader.readline())
    print(recv(fd, buf, 32, PEEK), recv(fd, buf, 6, 0), bytes(buf[:6]))
    print(await reader.readline(), await reader.readline())
    writer.write(b"next\n")
    await writer.drain()
    await asyncio.sleep_ms(20)
    print(await reader.readline(), await reader.readline())
    child = fork()
    if child == 0:
        leave(recv(fd, buf, 6, 0))
    status = bytearray(4)
    print(waitpid(child, status, 0) == child, status[1])
    print(await reader.readline(), await reader.readline())
    writer.write(b"end\n")
    await writer.drain()
    print(await reader.readline())
    writer.close()
    await writer.wait_closed()
    server.close()
    await server.wait_closed()


asyncio.run(main())
