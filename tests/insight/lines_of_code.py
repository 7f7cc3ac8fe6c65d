# The line at which a coroutine is, of a function that is long, has many names and arguments, or is machine code, which has
# no lines.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

if ":" not in repr(_asyncio.Task((lambda: (yield))())).split(",")[-1]:
    print("SKIP")  # this build has no lines
    raise SystemExit


def at(coro):
    text = repr(asyncio.core.Task(coro))
    return text[1:-1].split(":")[-1] if ", " in text else None


def program(n, body, arguments=""):
    # A coroutine that waits in line n.
    source = "async def f({}):\n".format(arguments) + body * (n - 2) + "    await wait()\n"
    names = {"wait": wait}
    exec(source, names)
    return names["f"]


def wait():
    yield


class Wait:
    def __iter__(self):
        return self

    def __next__(self):
        pass


for n in (2, 3, 20, 100, 500):
    coro = program(n, "    x = 1\n")()
    print(at(coro))
    coro.send(None)
    print(at(coro) == str(n))
coro = program(70, "    x = a + b + c\n", "a, b, *, c")(1, 2, c=3)
coro.send(None)
print(at(coro))
coro = program(4, "\n" * 100)()
coro.send(None)
print(at(coro))
# Cells are stored beside the lines.
cells = ["cell%d" % i for i in range(30)]
source = "async def f({}):\n{}    return lambda: ({})\n".format(", ".join(cells), "    await wait()\n" * 5, ", ".join(cells))
names = {"wait": wait}
exec(source, names)
coro = names["f"](*cells)
lines = []
for _ in range(5):
    coro.send(None)
    lines.append(at(coro))
print(lines)
# The names of arguments have large numbers where many others come first.
source = "; ".join("other%d = 0" % i for i in range(100)) + "\n" + source
exec(source, names)
coro = names["f"](*cells)
coro.send(None)
print(at(coro))


async def own():
    pass


coro = own()
print(at(coro))
coro.close()
# The first instruction has a line of its own.
source = "async def f():\n    [None,\n    wait()]\n"
names = {"wait": wait}
exec(source, names)
print(", <string>:2>" in repr(asyncio.core.Task(names["f"]())))
try:
    source = "@micropython.native\nasync def f():\n    await wait()\n"
    names = {"wait": wait}
    exec(source, names)
    coro = names["f"]()
    coro.send(None)
    print(at(coro))
except (SyntaxError, NameError, ImportError):
    print(None)
