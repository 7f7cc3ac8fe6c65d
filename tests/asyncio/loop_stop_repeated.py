# Loop.stop() when nothing runs forever, and a second stop(), do nothing.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


async def job(n):
    print("job", n)
    loop.stop()
    loop.stop()
    await asyncio.sleep_ms(0)
    print("runs on", n)
    loop.stop()


loop.stop()
loop.run_until_complete(job(1))
loop.stop()
loop.create_task(job(2))
loop.run_forever()
print("stopped")
loop.run_until_complete(job(3))
