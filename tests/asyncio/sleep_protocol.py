# What sleep_ms() returns is an iterator that yields None once and then stops, and "yield from" takes it.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def gen():
    print("gen", (yield from asyncio.sleep_ms(1)))
    for x in asyncio.sleep_ms(0):
        print("x", x)
        yield x


async def main():
    await gen()
    s = asyncio.sleep_ms(0)
    print(iter(s) is s)
    await s
    print("end")


asyncio.run(main())
