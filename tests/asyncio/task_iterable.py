# iter() of a task is the task, also from "yield from" in a generator.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(0)
    return "value"


def gen(t):
    return (yield from t)


async def main():
    t = asyncio.create_task(job())
    print(iter(t) is t)
    print(await gen(t))
    print(await gen(t))
    print(iter(t) is t)


asyncio.run(main())
