# sleep() calls the sleep_ms that the core has at that moment.
try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

before = core.sleep_ms


def mine(ms):
    print("sleep_ms", ms)
    return before(0)


def raises(ms):
    raise ValueError(ms)


async def main():
    await asyncio.sleep(0.002)
    core.sleep_ms = mine
    await asyncio.sleep(1000)
    await core.sleep(1.5)
    core.sleep_ms = raises
    try:
        await asyncio.sleep(3)
    except ValueError as er:
        print("ValueError", er)
    core.sleep_ms = before
    await asyncio.sleep(0.001)
    print("done")


asyncio.run(main())
