# queue_read() and queue_write() outside a running loop: an error, and the loop works after it.

try:
    import asyncio
    import io
    import select
    from asyncio import core

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main():
    flag = asyncio.ThreadSafeFlag()
    flag.set()
    await flag.wait()
    return "value"


flag = asyncio.ThreadSafeFlag()
for f in (core._io_queue.queue_read, core._io_queue.queue_write):
    try:
        f(flag)
        print("no error")
    except (TypeError, RuntimeError):
        print("refused")
print(core._io_queue.map)
print(core._io_queue.remove(core.Task(main())))
print(asyncio.run(main()))
