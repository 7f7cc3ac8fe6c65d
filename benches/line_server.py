# A server on 127.0.0.1 that reads requests of lines, the last of which is empty, and answers each, as one of HTTP does. The
# argument is its port. A request that begins with "!" ends it. Also for CPython.
import serving

ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 25\r\n\r\n0123456789012345678901234"


async def serve(reader, writer):
    while True:
        line = await reader.readline()
        if not line:
            break
        if line[0] == 33:
            raise SystemExit
        while line != b"\r\n":
            line = await reader.readline()
        writer.write(ANSWER)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


serving.run(serve)
