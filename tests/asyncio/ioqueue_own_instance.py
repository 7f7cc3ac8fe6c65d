# A core.IOQueue() of the program's own, in place of the loop's.

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
    t = asyncio.create_task(flag.wait())
    await asyncio.sleep_ms(0)
    print(len(core._io_queue.map))
    flag.set()
    await t
    print(core._io_queue.map)


saved = core._io_queue
core._io_queue = core.IOQueue()
asyncio.run(main())
print(saved.map)
core._io_queue = saved
asyncio.run(main())
