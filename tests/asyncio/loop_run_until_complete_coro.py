# Loop.run_until_complete() promotes a coroutine to a task, runs it and returns its value.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(1)
    return "value"


loop = asyncio.get_event_loop()
print(loop.run_until_complete(job()))
