# A stream whose methods are functions that C wrote: in the object, where they are not bound, or in its class, where they are,
# and are called with too few arguments.

try:
    import asyncio
    import io
    import struct

    io.IOBase
    round
except (ImportError, AttributeError, NameError):
    print("SKIP")
    raise SystemExit


class Source(io.IOBase):
    def ioctl(self, request, flags):
        return flags if request == 3 else 0


class Bound(Source):
    read = struct.pack_into


def outcome(call, *args):
    try:
        return call(*args)
    except TypeError as er:
        return er.args


async def main():
    source = Source()
    source.read = round
    print(await asyncio.StreamReader(source).read(5))
    source = Bound()
    try:
        await asyncio.StreamReader(source).read(5)
    except TypeError as er:
        print("TypeError", er.args == outcome(source.read, 5))


asyncio.run(main())
