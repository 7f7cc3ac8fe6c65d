# Tasks survive run(): a later run() carries them on, and what they wait for may come then.
# https://github.com/micropython/micropython/issues/7471

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def sleeper():
    await asyncio.sleep_ms(100)
    print("slept")


async def on_event(ev):
    await ev.wait()
    print("event")


async def on_task(t):
    await t
    print("task")


async def main():
    global ev
    ev = asyncio.Event()
    asyncio.create_task(on_event(ev))
    asyncio.create_task(on_task(asyncio.create_task(sleeper())))
    await asyncio.sleep_ms(0)


async def main2():
    ev.set()
    await asyncio.sleep_ms(250)


asyncio.run(main())
print("between")
asyncio.run(main2())
