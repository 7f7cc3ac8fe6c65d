# Loop.run_until_complete() of something that is no coroutine is a TypeError, and the loop still works.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


loop = asyncio.get_event_loop()
for obj in (None, 1, "abc", [], job):
    try:
        loop.run_until_complete(obj)
        print("no error", obj)
    except TypeError:
        print("TypeError")
print(loop.run_until_complete(job()))
