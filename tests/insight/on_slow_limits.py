# on_slow() takes as many milliseconds as there are microseconds of them in 31 bits.
try:
    import _asyncio
    _asyncio.on_slow
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


def try_ms(ms):
    try:
        _asyncio.on_slow(ms, print)
        return "taken"
    except ValueError as er:
        return er


for ms in (0, 1, 2147482, 2147483, 2147484, -1):
    print(ms, try_ms(ms))
_asyncio.on_slow(None, None)
