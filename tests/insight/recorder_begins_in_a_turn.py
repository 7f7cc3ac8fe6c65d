# A recording that a task begins: the first step is that task's next turn, not the end of the one in which it began. So it is
# beside a measurement.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main(measures):
    _asyncio.measure(measures)
    await asyncio.sleep_ms(0)
    _asyncio.record(True)
    await asyncio.sleep_ms(0)
    _asyncio.record(False)
    print([step[3] for step in _asyncio.recorded()])


for measures in (False, True):
    asyncio.run(main(measures))
_asyncio.measure(False)
