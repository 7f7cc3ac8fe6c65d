# A task that holds the loop is named, with the time that it held it.
try:
    import _asyncio, asyncio, time
    _asyncio.on_slow
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

HELD_MS = 1000


async def blocks():
    await asyncio.sleep_ms(0)
    time.sleep_ms(HELD_MS + 100)
    await asyncio.sleep_ms(0)


async def lives_well():
    for _ in range(3):
        await asyncio.sleep_ms(0)


def slow(task, ms):
    name = repr(task).split(":")[0]
    print("held the loop:", name, ms >= HELD_MS)


async def main():
    await asyncio.gather(blocks(), lives_well())


_asyncio.on_slow(HELD_MS, slow)
_asyncio.measure(True)
asyncio.run(main())
_asyncio.on_slow(None, None)
m = _asyncio.measured()
_asyncio.measure(False)
# What was ready had to wait for it.
print("late at worst:", m.lag_worst_us >= 1000 * HELD_MS)
print("busy:", m.busy_us >= 1000 * HELD_MS)
