# The recorder has one step for the beginning of idle time and one for its end, of no task, whatever runs between two such times.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def sleeps():
    for _ in range(4):
        await asyncio.sleep_ms(2)
        await asyncio.sleep_ms(0)


# On a busy machine the time can be up before the loop gets to wait.
for _ in range(50):
    _asyncio.record(True)
    asyncio.run(sleeps())
    _asyncio.record(False)
    steps = [step[1:] for step in _asyncio.recorded() if step[3] in ("idle", "busy")]
    if len(steps) >= 4:
        break
print(set(steps[::2]), set(steps[1::2]))
