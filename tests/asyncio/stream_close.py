# Stream.close() does nothing, wait_closed() closes the stream underneath.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class S(io.IOBase):
    def close(self):
        print("closed")


async def main():
    s = asyncio.StreamReader(S())
    print(s.close())
    print(await s.wait_closed())
    print(await s.aclose())


asyncio.run(main())
