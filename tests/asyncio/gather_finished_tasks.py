# gather() takes tasks that are done: with a value, and with an exception.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    if n < 0:
        raise ValueError(n)
    return n


async def turns():
    for _ in range(3):
        await asyncio.sleep_ms(0)


def handler(loop, context):
    print("handler", type(context["exception"]).__name__)


async def main():
    asyncio.get_event_loop().set_exception_handler(handler)
    a, b, c = [asyncio.create_task(job(n)) for n in (1, 2, -3)]
    await asyncio.sleep_ms(0)
    print(await asyncio.gather(a, b))
    print(await asyncio.gather(a, job(4), b))
    r = await asyncio.gather(a, c, return_exceptions=True)
    print(r[0], type(r[1]).__name__)
    try:
        await asyncio.gather(a, c, job(5))
    except ValueError as er:
        print("ValueError", er.args)
    # A task that has failed: nobody waits for those that run.
    for before in (False, True):
        running = asyncio.create_task(turns())
        try:
            await asyncio.gather(*((running, c) if before else (c, running)))
        except ValueError as er:
            print("ValueError", er.args, running.done())
        await running


asyncio.run(main())
