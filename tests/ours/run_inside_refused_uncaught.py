# The RuntimeError of a run() inside a task, not caught, ends that task; the next run() is allowed.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def refused():
    print("never runs")


async def main():
    asyncio.run(refused())


async def ok():
    await asyncio.sleep_ms(1)
    return "ok"


for _ in range(2):
    try:
        asyncio.run(main())
        print("no error")
    except RuntimeError:
        print("RuntimeError")
    print(asyncio.run(ok()))
