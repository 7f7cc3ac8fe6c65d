# Stream.drain() gives way even if nothing is to be written.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def other():
    print("other")


async def main():
    s = asyncio.StreamWriter(None)
    t = asyncio.create_task(other())
    await s.drain()
    print(t.done())


asyncio.run(main())
