# A turn that ends by an exception is recorded as such, and no turn that follows it.
try:
    import _asyncio, asyncio
    _asyncio.record
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def fails():
    raise ValueError


async def main():
    task = asyncio.create_task(fails())
    for _ in range(3):
        await asyncio.sleep_ms(0)
    try:
        await task
    except ValueError:
        print("ValueError")
    await asyncio.sleep_ms(0)


asyncio.get_event_loop().set_exception_handler(lambda loop, context: None)
_asyncio.record(True)
asyncio.run(main())
_asyncio.record(False)
print([what for _, _, name, what in _asyncio.recorded() if name])
