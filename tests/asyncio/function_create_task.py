# create_task(): the task runs later, in order of creation; coro= is its keyword.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    print("job", n)


async def main():
    t1 = asyncio.create_task(job(1))
    t2 = asyncio.create_task(coro=job(2))
    print("created", isinstance(t1, asyncio.Task), isinstance(t2, asyncio.Task))
    await t2
    print(t1.done())


asyncio.run(main())
