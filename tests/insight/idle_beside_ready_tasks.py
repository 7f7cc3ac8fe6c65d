# The callback for idle time is not called while tasks are ready, although a flag that is waited for has the streams polled.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def waits():
    await flag.wait()


async def main():
    task = asyncio.create_task(waits())
    _asyncio.on_idle(calls.append)
    for _ in range(50):
        await asyncio.sleep_ms(0)
    _asyncio.on_idle(None)
    print(calls, task.done())
    flag.set()
    await task


calls = []
flag = asyncio.ThreadSafeFlag()
asyncio.run(main())
