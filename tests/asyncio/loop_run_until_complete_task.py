# Loop.run_until_complete() takes a task, which then is the main task.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(1)
    return "value"


async def bad():
    raise ValueError


loop = asyncio.get_event_loop()
t = loop.create_task(job())
print(t.done())
print(loop.run_until_complete(t), t.done())

t = loop.create_task(bad())
try:
    loop.run_until_complete(t)
except ValueError:
    print("ValueError", t.done())
