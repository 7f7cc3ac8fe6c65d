# Before the first measure() all figures are zero; what is measured of a run is within the time that it took.
try:
    import _asyncio, asyncio, gc, time
    _asyncio.measured
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main():
    for _ in range(5):
        await asyncio.sleep_ms(10)
        time.sleep_ms(2)


m = _asyncio.measured()
print(m.turns, m.lag_worst_us, m.lag_mean_us, m.busy_us, m.idle_us, m.collect_us or 0)
begin = time.ticks_us()
_asyncio.measure(True)
asyncio.run(main())
gc.collect()
m = _asyncio.measured()
_asyncio.measure(False)
took = time.ticks_diff(time.ticks_us(), begin)
print(m.turns, m.busy_us > 0, m.idle_us > 0)
print(m.busy_us + m.idle_us <= took, (m.collect_us or 0) <= took, m.lag_worst_us <= took)
