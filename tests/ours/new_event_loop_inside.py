# new_event_loop() inside a running task is a RuntimeError, and the loop goes on.
# https://github.com/micropython/micropython/issues/19718

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(1)
    return "value"


async def main():
    t = asyncio.create_task(job())
    q, io = core._task_queue, core._io_queue
    try:
        asyncio.new_event_loop()
        print("no error")
    except RuntimeError:
        print("RuntimeError")
    print(core._task_queue is q, core._io_queue is io)
    return await t


print(asyncio.run(main()))
asyncio.new_event_loop()
print(asyncio.run(main()))
