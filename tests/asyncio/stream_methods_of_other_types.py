# A stream whose methods are builtin functions of other types: they get the arguments that they get, and say what is wrong with
# these.

try:
    import asyncio
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class S(io.IOBase):
    def ioctl(self, request, arg):
        return arg if request == 3 else -1


async def attempt(what, method, call):
    s = type("S", (S,), {what: method})()
    try:
        print(what, await call(asyncio.StreamReader(s)))
    except (TypeError, AttributeError) as er:
        print(what, type(er).__name__)


async def main():
    # Two to four arguments, and just one, of another type.
    for method in (str.find, str.upper, bytes.startswith, dict.get):
        await attempt("readline", method, lambda stream: stream.readline())
        await attempt("read", method, lambda stream: stream.read(2))
        await attempt("readinto", method, lambda stream: stream.readinto(bytearray(2)))


asyncio.run(main())
