# gather() that is refused, since one of its tasks has a callback already: those before it have its own, which fails.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(0)


async def main():
    # The first call is how the library learns of its functions.
    await asyncio.gather(job())
    first, second = asyncio.create_task(job()), asyncio.create_task(job())
    second.state = lambda task, er: None
    try:
        await asyncio.gather(first, second)
    except RuntimeError as er:
        print(er)
    print(first.state is True)
    await asyncio.sleep_ms(0)
    await asyncio.sleep_ms(0)


async def keywords():
    for keywords in ({"wrong": 1}, {"return_exceptions": True, "wrong": 1}):
        try:
            await asyncio.gather(job(), **keywords)
        except TypeError:
            print("TypeError")
    print(await asyncio.gather(job(), return_exceptions=0))


try:
    asyncio.run(main())
except NameError:
    print("NameError")
asyncio.new_event_loop()
asyncio.run(keywords())
