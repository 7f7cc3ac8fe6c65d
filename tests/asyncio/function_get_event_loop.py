# get_event_loop() gives the one loop, in and out of a task, and takes its two legacy arguments.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    return asyncio.get_event_loop()


loop = asyncio.get_event_loop()
print(asyncio.run(main()) is loop)
print(asyncio.get_event_loop(16, 16) is loop)
print(asyncio.get_event_loop(runq_len=1, waitq_len=2) is loop)
print(loop is asyncio.Loop)
