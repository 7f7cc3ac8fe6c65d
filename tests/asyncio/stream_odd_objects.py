# A Stream over objects that answer in every way that they may: text, part of what is written, nothing, lists.

try:
    import asyncio
    import io

    io.IOBase
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


class Scripted(io.IOBase):
    # Always ready; gives and takes as its script says.
    def __init__(self, *script):
        self.script = list(script)
        self.got = []

    def ioctl(self, request, arg):
        return arg if request == 3 else -1

    def next(self, *args):
        self.got.append(args)
        return self.script.pop(0)

    read = readline = readinto = next

    def write(self, buf):
        self.got.append(bytes(buf))
        return self.script.pop(0)


class Line:
    # What can be added to bytes, and is none. Only its last item is of interest.
    def __init__(self, last):
        self.last = last

    def __radd__(self, other):
        return self

    def __add__(self, other):
        return other

    def __getitem__(self, i):
        return self.last if i == -1 else 10

    def __len__(self):
        return 1

    def __repr__(self):
        return "Line"


async def attempt(what, script, f):
    s = Scripted(*script)
    stream = asyncio.StreamReader(s)
    try:
        print(what, await f(stream), s.got)
    except Exception as er:
        print(what, type(er).__name__, s.got)


async def write(stream, buf):
    stream.write(buf)
    left = stream.out_buf
    await stream.drain()
    return left, stream.out_buf


async def main():
    # The first call of each is how the library learns of its functions.
    await attempt("first", [b"a\n"], lambda s: s.readline())
    await attempt("text", [None, "a", "b\n"], lambda s: s.readline())
    await attempt("bytes and text", [b"a", "b\n"], lambda s: s.readline())
    await attempt("text ends", ["a", ""], lambda s: s.readline())
    await attempt("bytearray", [bytearray(b"a"), bytearray(b"b\n")], lambda s: s.readline())
    await attempt("an object", [Line(1), Line(10)], lambda s: s.readline())
    await attempt("a list", [[1], [10]], lambda s: s.readline())
    await attempt("a number", [5], lambda s: s.readline())
    await attempt("read a number", [5], lambda s: s.read())
    await attempt("read a number of", [5], lambda s: s.read(3))
    await attempt("read all", [b"ab", None, b"c", b""], lambda s: s.read())
    await attempt("read(None)", [b"ab"], lambda s: s.read(None))
    await attempt("read(1 << 70)", [b"ab"], lambda s: s.read(1 << 70))
    await attempt("read(70000)", [b"ab"], lambda s: s.read(70000))
    await attempt("readexactly(None)", [b"ab"], lambda s: s.readexactly(None))
    await attempt("readexactly(1 << 70)", [b"ab", b""], lambda s: s.readexactly(1 << 70))
    await attempt("readexactly(70000)", [b"ab", b""], lambda s: s.readexactly(70000))
    await attempt("readexactly(0)", [], lambda s: s.readexactly(0))
    await attempt("readexactly(3)", [b"a", None, b"bc"], lambda s: s.readexactly(3))
    await attempt("readinto", [2], lambda s: s.readinto(bytearray(2)))
    await attempt("write all", [3], lambda s: write(s, b"abc"))
    await attempt("write some", [1, 1, None, 1], lambda s: write(s, b"abc"))
    await attempt("write nothing", [None, 3], lambda s: write(s, b"abc"))
    await attempt("write true", [True], lambda s: write(s, b"a"))
    await attempt("write a float", [3.0], lambda s: write(s, b"abc"))
    await attempt("write text", [0, 3], lambda s: write(s, "abc"))
    await attempt("write a number", [], lambda s: write(s, 5))
    await attempt("write too much", [5, 3], lambda s: write(s, b"abc"))
    await attempt("drain nothing", [], lambda s: write(s, b""))


asyncio.run(main())
