# Loop.run_until_complete() of a task that is done runs what else is scheduled until nothing is left,
# and returns None.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(n)
    print("job", n)
    return n


loop = asyncio.get_event_loop()
t = loop.create_task(job(0))
print(loop.run_until_complete(t))
loop.create_task(job(100))
loop.create_task(job(10))
print(loop.run_until_complete(t))
print(loop.run_until_complete(t))
