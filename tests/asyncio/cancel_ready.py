# A task that is ready to run keeps its place when it is cancelled.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    try:
        while True:
            print("job", n)
            await asyncio.sleep_ms(0)
    except asyncio.CancelledError:
        print("cancelled", n)


async def main():
    ts = [asyncio.create_task(job(n)) for n in range(3)]
    await asyncio.sleep_ms(0)
    ts[1].cancel()
    await asyncio.sleep_ms(0)
    ts[2].cancel()
    ts[0].cancel()
    await asyncio.sleep_ms(0)
    print([t.done() for t in ts])


asyncio.run(main())
