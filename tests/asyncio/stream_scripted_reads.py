# read, readinto, readexactly and readline of a stream that gives what a script says: parts, None, the end, errors; and each
# of them cancelled while it waits.

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class S(io.IOBase):
    def __init__(self, *script):
        self.script = list(script)
        self.calls = []

    def ioctl(self, req, arg):
        return arg if req == 3 else -1

    def next(self, *call):
        self.calls.append(call)
        step = self.script.pop(0) if self.script else b""
        if isinstance(step, Exception):
            raise step
        return step

    def read(self, *n):
        return self.next("read", *n)

    def readline(self, *n):
        return self.next("readline", *n)

    def readinto(self, buf):
        return self.next("readinto", len(buf))


async def attempt(name, args, *script):
    s = S(*script)
    stream = asyncio.StreamReader(s)
    try:
        print(name, args, repr(await getattr(stream, name)(*args)), s.calls)
    except Exception as er:
        print(name, args, repr(er), s.calls)


class Never(io.IOBase):
    def ioctl(self, req, arg):
        return 0 if req == 3 else -1


async def cancelled(name, *args):
    task = asyncio.create_task(getattr(asyncio.StreamReader(Never()), name)(*args))
    await asyncio.sleep_ms(0)
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print(name, "cancelled")


async def main():
    for script in (
        (b"abc", b"def", b""),
        (None, b"abc", None, b""),
        (b"",),
        (b"ab", OSError(5)),
        (OSError(5),),
        ("text\n", ""),
        (b"line\n", b"rest"),
        (b"li", None, b"ne\n"),
        (7,),
    ):
        await attempt("read", (), *script)
        await attempt("read", (-1,), *script)
        await attempt("read", (0,), *script)
        await attempt("read", (4,), *script)
        await attempt("readexactly", (0,), *script)
        await attempt("readexactly", (2,), *script)
        await attempt("readexactly", (4,), *script)
        await attempt("readexactly", (-1,), *script)
        await attempt("readline", (), *script)
        await attempt("readinto", (bytearray(3),), *script)
    await attempt("readinto", (bytearray(3),), None)
    await attempt("readinto", (bytearray(3),), 2)
    await cancelled("read")
    await cancelled("readexactly", 3)
    await cancelled("readline")
    await cancelled("readinto", bytearray(2))
    stream = asyncio.StreamReader(S(b"a", b"b"))
    print(await asyncio.wait_for(stream.read(n=1), 1))
    try:
        print(await asyncio.wait_for_ms(asyncio.StreamReader(Never()).readline(), 1))
    except asyncio.TimeoutError:
        print("TimeoutError")
    late = stream.read(3)
    await asyncio.sleep_ms(0)
    print(await late, await late)
    print(await asyncio.create_task(stream.read(1)))


asyncio.run(main())
