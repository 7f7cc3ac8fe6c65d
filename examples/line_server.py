# A TCP server for lines: each is answered, silent clients are dropped, and one that fails does not end the others.
#
#     micropython line_server.py [PORT]
#     micropython line_client.py [PORT]      in another window, or: nc 127.0.0.1 PORT
#
# On a board bring up the network first, and listen on "0.0.0.0".
import asyncio
import sys

HOST = "127.0.0.1"
PORT = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
SILENT_S = 30  # a client that says nothing for so long is dropped
MOST_CLIENTS = 8
LONGEST = 200  # bytes of a line

clients = []
arrived = 0


def answer(line):
    command, _, rest = line.partition(" ")
    if command == "add":
        return str(sum(int(word) for word in rest.split()))
    if command == "who":
        return ", ".join(clients)
    if command == "say":
        return rest
    return "unknown command: " + command


async def serve(reader, writer):
    global arrived
    if len(clients) >= MOST_CLIENTS:
        writer.write(b"too many clients\n")
        await writer.drain()
        writer.close()
        await writer.wait_closed()
        return
    arrived += 1
    name = "client {}".format(arrived)
    clients.append(name)
    print(name, "comes")
    try:
        while True:
            line = await asyncio.wait_for(reader.readline(), SILENT_S)
            if not line:
                print(name, "goes")
                return
            if len(line) > LONGEST:
                raise ValueError("a line too long")
            words = line.decode().strip()
            if words == "quit":
                writer.write(b"bye\n")
                await writer.drain()
                print(name, "quits")
                return
            try:
                reply = answer(words)
            except ValueError as error:
                # What a client says must not end the server.
                reply = "error: {}".format(error)
            writer.write(reply.encode() + b"\n")
            await writer.drain()
    except asyncio.TimeoutError:
        print(name, "is silent")
    except (OSError, ValueError) as error:
        print(name, "fails:", error)
    finally:
        # Also when this task is cancelled: a socket that is left open is a leak.
        clients.remove(name)
        writer.close()
        await writer.wait_closed()


async def main():
    async with await asyncio.start_server(serve, HOST, PORT):
        print("listening on", HOST, PORT)
        await asyncio.Event().wait()  # until Ctrl-C


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("stopped")
