# Another reader takes the first line, "aaaaa\n", just before it is taken here; what comes then is more than one line.
# In a program with another thread, where each line is taken as it is returned.
import _thread
import asyncio
import sys


async def serve(reader, writer):
    print(await reader.readline())
    print(await reader.readexactly(1))
    buf = bytearray(3)
    print(await reader.readinto(buf), buf)
    print(await reader.readline())
    print(await reader.readline())
    print(await reader.readline())


async def main():
    await asyncio.start_server(serve, "127.0.0.1", int(sys.argv[1]))
    reader, writer = await asyncio.open_connection("127.0.0.1", int(sys.argv[1]))
    writer.write(b"aaaaa\nb\ncd\ne\nfgh\n")
    await writer.drain()
    writer.close()
    await writer.wait_closed()
    await asyncio.sleep_ms(20)


_thread.start_new_thread(lambda: None, ())
asyncio.run(main())
