# run() returns what the coroutine returns and raises what it raises.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def ret(val):
    return val


async def bad():
    await asyncio.sleep_ms(0)
    raise ValueError("text")


print(asyncio.run(ret(None)))
print(asyncio.run(ret(1.5)))
print(asyncio.run(ret((1, 2))))
try:
    asyncio.run(bad())
except ValueError as er:
    print(type(er).__name__, er.args)
print(asyncio.run(ret("again")))
try:
    asyncio.run("again")
except TypeError:
    print("TypeError")
