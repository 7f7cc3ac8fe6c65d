# What calls itself by a name that a program has set, or is a long chain, ends with an exception, however it is called.

try:
    import asyncio
    import io
    import sys
    from asyncio import core

    io.IOBase
    asyncio.StreamWriter
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


# A board's C stack is full long before, and its heap would take long to fill.
MOST = 1 << 20 if sys.platform == "linux" else 1024


async def nothing():
    pass


def attempt(what, f, *args):
    try:
        f(*args)
        print(what, "no error")
    except RuntimeError:
        print(what, "RuntimeError")


def replaced(name, value, f, *args):
    was = getattr(core, name)
    setattr(core, name, value)
    attempt(name, f, *args)
    setattr(core, name, was)


class S(io.IOBase):
    def ioctl(self, request, arg):
        return arg if request == 3 else -1

    def read(self, n):
        return b"x"

    def write(self, buf):
        return len(buf)


def chain(link, last, use):
    # Of more and more links, until the C stack or the heap is full.
    n = 64
    try:
        while n < MOST:
            end = last
            for _ in range(n):
                end = link(end)
            use(end)
            n *= 2
    except (RuntimeError, MemoryError):
        return "ended"
    return "too short" if sys.platform == "linux" else "ended"


def of_members():
    # Members and operators that are the function that asks for them.
    class IsSet:
        state = property(asyncio.Event.is_set)

    class Locked:
        state = property(asyncio.Lock.locked)

    class Missing:
        pass

    class Added:
        pass

    Missing.__getattr__ = asyncio.StreamWriter.write
    Added.__iadd__ = asyncio.StreamWriter.write
    added = Added()
    added.out_buf = added
    attempt("is_set", asyncio.Event.is_set, IsSet())
    attempt("locked", asyncio.Lock.locked, Locked())
    attempt("missing", asyncio.StreamWriter.write, Missing(), b"x")
    attempt("added", asyncio.StreamWriter.write, added, b"x")


async def main():
    # The first use is how the library learns of its functions.
    stream = asyncio.StreamWriter(S())
    await stream.read(1)
    await asyncio.wait_for(nothing(), 1)
    async with asyncio.Lock():
        asyncio.Event().set()
    stream.s = stream
    attempt("write", stream.write, b"x")
    replaced("sleep_ms", core.sleep, core.sleep, 0)
    coro = nothing()
    replaced("create_task", core._promote_to_task, core._promote_to_task, coro)
    coro.close()
    print("writers", chain(asyncio.StreamWriter, S(), lambda end: end.write(b"x")))


async def chains():
    run = sys.modules["asyncio.funcs"]._run
    task = asyncio.create_task(nothing())
    await task

    def resume(c):
        try:
            c.send(None)
        except StopIteration:
            pass

    print("_run", chain(lambda c: run(task, c), nothing(), resume))


asyncio.run(main())
of_members()
core.create_task, was = core.run, core.create_task
attempt("run", core.run, nothing())
core.create_task = was
core._stopper, was = core.Loop.run_forever, core._stopper
attempt("run_forever", core.Loop.run_forever)
core._stopper = was
asyncio.run(chains())
asyncio.run(nothing())
print("end")
