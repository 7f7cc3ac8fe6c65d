# How long the collector ran is measured while that is asked for; and of a run without turns there are figures, too.
try:
    import _asyncio, asyncio, gc, time
    _asyncio.measured
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def collect_us():
    # Until the clock sees it.
    begin = time.ticks_ms()
    while not _asyncio.measured().collect_us and time.ticks_diff(time.ticks_ms(), begin) < 5000:
        gc.collect()
    return _asyncio.measured().collect_us


async def nothing():
    pass


_asyncio.measure(True)
m = _asyncio.measured()
print(m.turns, m.lag_worst_us, m.lag_mean_us, m.busy_us, m.collect_us is None or m.collect_us >= 0)
if m.collect_us is None:  # this build does not know
    print(True, True)
else:
    before = collect_us()
    _asyncio.measure(False)
    gc.collect()
    print(before > 0, _asyncio.measured().collect_us == before)
_asyncio.measure(True)
for _ in range(3):
    asyncio.run(nothing())
print(_asyncio.measured().turns)
_asyncio.measure(False)
asyncio.run(nothing())
print(_asyncio.measured().turns)
