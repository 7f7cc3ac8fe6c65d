# A server on 127.0.0.1 for what is counted of one; its first argument is the port. No program of its own. Also for CPython.
import asyncio
import sys


async def main(serve):
    server = await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]), backlog=1000)
    await server.wait_closed()


# serve(reader, writer) is called for each client.
def run(serve):
    asyncio.run(main(serve))
