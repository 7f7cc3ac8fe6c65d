# A program that imports the module again inside a run goes on recording.
try:
    import _asyncio, asyncio
    import sys
    _asyncio.record
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main():
    _asyncio.record(True)
    await asyncio.sleep_ms(0)
    del sys.modules["_asyncio"]
    exec("import _asyncio", {})
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)
    _asyncio.record(False)
    print([step[3] for step in _asyncio.recorded()])


asyncio.run(main())
