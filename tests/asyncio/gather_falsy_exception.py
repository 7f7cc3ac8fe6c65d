# A member of gather() fails with an exception that is false, or with None: gather() raises neither, and leaves its task in the list.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class Quiet(Exception):
    def __bool__(self):
        return False


async def fails():
    raise Quiet


async def ends(value):
    await asyncio.sleep_ms(0)
    return value


async def main():
    print(await asyncio.gather(ends(0)))

    task = asyncio.create_task(fails())
    result = await asyncio.gather(ends(1), task, ends(2))
    print(len(result), result[1] is task)

    print([type(x) is Quiet for x in await asyncio.gather(ends(3), fails(), return_exceptions=True)])

    ended = asyncio.create_task(ends(4))
    await ended
    ended.data = None
    result = await asyncio.gather(ended)
    print(result[0] is ended)


asyncio.run(main())
