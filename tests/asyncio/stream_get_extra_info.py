# Stream.get_extra_info(): what was given, by name; a KeyError for another name.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

s = asyncio.StreamReader(None, {"peername": ("127.0.0.1", 80)})
print(s.get_extra_info("peername"))
try:
    s.get_extra_info("sockname")
except KeyError:
    print("KeyError")
print(asyncio.StreamReader is asyncio.StreamWriter)
