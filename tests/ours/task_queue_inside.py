# core.TaskQueue() and core.IOQueue() by a running task's own code are not refused: only new_event_loop() is.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    q = core.TaskQueue()
    print(q.peek())
    print(core.IOQueue() is not core._io_queue)
    ev = asyncio.Event()
    lock = asyncio.Lock()
    ev.set()
    await ev.wait()
    async with lock:
        print("done")


asyncio.run(main())
