# A plain generator serves as a coroutine.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


def gen(n):
    for i in range(n):
        print("gen", i)
        yield from asyncio.sleep_ms(0)
    return "value"


async def main():
    print(await asyncio.create_task(gen(2)))
    print(await gen(1))


asyncio.run(main())
print(asyncio.run(gen(2)))
