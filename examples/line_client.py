# A client of line_server.py: it connects again when the server is not there yet, and waits for no answer for ever.
#
#     micropython line_client.py [PORT]
import asyncio
import sys

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
ANSWER_S = 5
FIRST_WAIT_MS, LONGEST_WAIT_MS = 100, 10_000
TRIES = 8


async def connect():
    wait = FIRST_WAIT_MS
    for _ in range(TRIES):
        try:
            reader, writer = await asyncio.wait_for(asyncio.open_connection(HOST, PORT), ANSWER_S)
            return reader, writer
        except (OSError, asyncio.TimeoutError) as error:
            print("no server:", error, "- again in", wait, "ms")
            await asyncio.sleep_ms(wait)
            wait = min(2 * wait, LONGEST_WAIT_MS)  # a server that comes back is not flooded
    raise OSError("no server")


async def ask(reader, writer, line):
    writer.write(line.encode() + b"\n")
    await writer.drain()
    reply = await asyncio.wait_for(reader.readline(), ANSWER_S)
    if not reply:
        raise OSError("the server went away")
    return reply.decode().strip()


async def main():
    reader, writer = await connect()
    try:
        for line in ("say hello", "add 1 2 39", "add one", "who", "fly", "quit"):
            print(line, "->", await ask(reader, writer, line))
    finally:
        writer.close()
        await writer.wait_closed()


asyncio.run(main())
