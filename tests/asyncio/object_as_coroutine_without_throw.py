# An object with send() only runs; a cancel of its task ends in the AttributeError that throw() is missing.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


class SendOnly:
    def send(self, val):
        raise StopIteration("value")


async def main():
    t = asyncio.create_task(SendOnly())
    print(await t)
    t = asyncio.create_task(SendOnly())
    t.cancel()
    try:
        await t
    except AttributeError:
        print("AttributeError")


asyncio.run(main())
