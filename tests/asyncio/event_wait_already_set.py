# Event.wait() on a set event returns True at once, without giving way to other tasks.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def other():
    print("other runs")


async def main():
    ev = asyncio.Event()
    ev.set()
    t = asyncio.create_task(other())
    print(await ev.wait())
    print(await ev.wait())
    await t


asyncio.run(main())
