# Functions in the library's place that lack a default which the native ones take from them. compile() names their code as it likes.
try:
    import asyncio
    import asyncio.funcs
    import asyncio.stream

    compile
except (ImportError, NameError):
    print("SKIP")
    raise SystemExit


def put(source, name, module):
    exec(compile(source, name, "exec"), module.__dict__)


put("async def wait_for(aw, timeout):\n  return 'own wait_for', await aw\n", "asyncio/funcs.py", asyncio.funcs)
put("async def read(self, n):\n  return 'own read'\n", "asyncio/stream.py", asyncio.stream)
asyncio.stream.Stream.read = asyncio.stream.read
del asyncio.stream.read


async def value():
    await asyncio.sleep_ms(0)
    return 5


async def main():
    print(await asyncio.gather(value(), value()))
    print(await asyncio.funcs.wait_for(value(), 1))
    stream = asyncio.StreamReader(None)
    try:
        stream.write(b"")
    except AttributeError:
        print("AttributeError")
    print(await stream.read(1))
    try:
        await stream.read()
    except TypeError:
        print("TypeError")


asyncio.run(main())
