# How long the callback of on_slow() lasts is no part of the turn that follows.
try:
    import _asyncio, asyncio
    import time
    _asyncio.on_slow
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def slow(task, ms):
    time.sleep_ms(2)
    ends.append(time.ticks_us())


async def main():
    for _ in range(5):
        time.sleep_ms(2)
        await asyncio.sleep_ms(0)


ends = []
_asyncio.on_slow(1, slow)
_asyncio.record(True)
asyncio.run(main())
_asyncio.record(False)
_asyncio.on_slow(None, None)
runs = [step[0] for step in _asyncio.recorded() if step[3] == "run"]
print(len(runs), len(ends) >= 5)
# The first turn has none before it, and the last callback no turn after it.
print(all((run - end) & 0xFFFFFFFF < 1 << 31 for run, end in zip(runs[1:], ends)))
