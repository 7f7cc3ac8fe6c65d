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


class Ticks:
    # As programs write it that await by hand.
    def __iter__(self):
        for _ in range(2):
            yield from asyncio.sleep_ms(1).__iter__()
        return asyncio.sleep_ms(0).__iter__()

    __await__ = __iter__


async def main():
    await gen()
    await (await Ticks())
    s = asyncio.sleep_ms(0)
    print(iter(s) is s, s.__iter__() is s)
    await s
    print("end")


asyncio.run(main())
