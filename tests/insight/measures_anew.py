# measure(True) begins anew, whatever was measured before.
try:
    import _asyncio, asyncio
    _asyncio.measure
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main(n):
    for _ in range(n):
        await asyncio.sleep_ms(0)


for n in (10, 5, 0):
    _asyncio.measure(True)
    asyncio.run(main(n))
    print(_asyncio.measured().turns)
_asyncio.measure(False)
print(_asyncio.measured().turns)
