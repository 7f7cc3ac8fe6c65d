# Loop.close() returns None and does no harm.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return 1


loop = asyncio.get_event_loop()
print(loop.run_until_complete(job()))
print(loop.close())
print(loop.run_until_complete(job()))
