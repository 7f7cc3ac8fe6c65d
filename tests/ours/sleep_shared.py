# One sleep awaited by two tasks: neither is lost.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(s, n):
    try:
        await s
    except (RuntimeError, AssertionError):
        pass
    woke.append(n)


async def main():
    s = asyncio.sleep_ms(5)
    ts = [asyncio.create_task(job(s, n)) for n in range(2)]
    for t in ts:
        await asyncio.wait_for_ms(t, 5000)
    print(sorted(woke))


woke = []
asyncio.run(main())
