# A task that waits in its finally block after a cancel finishes that wait, and can be cancelled there.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    try:
        await asyncio.sleep_ms(100000)
    finally:
        print("finally", n)
        await asyncio.sleep_ms(n)
        print("cleaned", n)


async def main():
    for n in (1, 100000):
        t = asyncio.create_task(job(n))
        await asyncio.sleep_ms(0)
        t.cancel()
        await asyncio.sleep_ms(0)
        if n > 1:
            t.cancel()
        try:
            await t
        except asyncio.CancelledError:
            print("CancelledError")


asyncio.run(main())
