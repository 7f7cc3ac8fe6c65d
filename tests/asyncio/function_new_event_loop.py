# new_event_loop() forgets what was scheduled, between runs.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    for i in range(3):
        print("job", n, i)
        await asyncio.sleep_ms(0)


async def main(n):
    asyncio.create_task(job(n))
    await asyncio.sleep_ms(0)


asyncio.run(main(1))
print("kept")
asyncio.run(main(2))
print("forgotten", asyncio.new_event_loop() is asyncio.get_event_loop())
asyncio.run(main(3))
asyncio.new_event_loop()
asyncio.new_event_loop()
asyncio.run(main(4))
