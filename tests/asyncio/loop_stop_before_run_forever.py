# Loop.stop() before run_forever() has no effect on it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


async def job():
    await asyncio.sleep_ms(1)
    print("job")
    loop.stop()


loop.stop()
loop.create_task(job())
loop.run_forever()
print("end")
