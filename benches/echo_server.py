# An echo server on 127.0.0.1, for messages of up to 64 bytes. The argument is its port.
# A message that begins with "?" is answered with how many bytes of the heap are in use; one with "!" ends the server. A second
# argument, "collect", has it collect garbage at each message, as some programs for boards do. Also for CPython.
import gc
import sys

import serving

COLLECT = "collect" in sys.argv[2:]


async def serve(reader, writer):
    while True:
        message = await reader.read(64)
        if not message:
            break
        if message[0] == 63:
            gc.collect()
            message = b"%d" % gc.mem_alloc()
        elif message[0] == 33:
            raise SystemExit
        elif COLLECT:
            gc.collect()
        writer.write(message)
        await writer.drain()
    writer.close()
    await writer.wait_closed()


serving.run(serve)
