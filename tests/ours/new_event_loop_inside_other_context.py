# new_event_loop() inside a run is refused also when the program has made a Task for other globals meanwhile.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def main():
    core.Task(job(), {})
    try:
        asyncio.new_event_loop()
        print("no error")
    except RuntimeError:
        print("RuntimeError")
    return await asyncio.create_task(job())


print(asyncio.run(main()))
