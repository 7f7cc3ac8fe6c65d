# gather(): the first exception goes to the caller; the other tasks run on.
# https://github.com/micropython/micropython/issues/7807

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(0)
    if n == 1:
        raise ValueError(n)
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    print("job", n)
    return n


async def main():
    ts = [asyncio.create_task(job(n)) for n in range(3)]
    try:
        print(await asyncio.gather(*ts))
    except ValueError as er:
        print("ValueError", er.args)
    print([t.done() for t in ts])
    for n in (0, 2):
        print(await ts[n])


asyncio.run(main())
