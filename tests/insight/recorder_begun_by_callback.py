# Recording that a callback begins between two turns has no step from before, although an earlier recording knew a time.
try:
    import _asyncio, asyncio
    import micropython
    import time
    _asyncio.record
    micropython.schedule
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def begin(_):
    global begun
    begun = time.ticks_us()
    _asyncio.record(True)


async def main():
    for _ in range(5):
        _asyncio.record(True)
        for _ in range(3):
            await asyncio.sleep_ms(0)
        _asyncio.record(False)
        time.sleep_ms(2)
        micropython.schedule(begin, None)
        await asyncio.sleep_ms(0)
        await asyncio.sleep_ms(0)
        steps = _asyncio.recorded()
        print(len(steps) > 0, all((step[0] - begun) & 0xFFFFFFFF < 1 << 31 for step in steps))
    _asyncio.record(False)


asyncio.run(main())
