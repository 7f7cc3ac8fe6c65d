# Loop.run_forever() runs until Loop.stop(); what is left goes on in a later run_forever().

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()


async def job(n):
    for i in range(n):
        print("job", n, i)
        await asyncio.sleep_ms(0)
    print("stop", n)
    loop.stop()


loop.create_task(job(4))
loop.create_task(job(2))
print(loop.run_forever())
print("between")
loop.run_forever()
print("end")
