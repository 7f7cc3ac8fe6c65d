# sleep() of a core that has no sleep_ms any more sleeps: a core of a program's own may have none. Upstream's raises NameError.

try:
    import asyncio
    from asyncio import core

    core.sleep_ms
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def main():
    global sleep_ms
    await asyncio.sleep(0)
    sleep_ms = core.sleep_ms
    del core.sleep_ms
    try:
        await asyncio.sleep(0)
        print("slept")
    except NameError:
        print("NameError")
    core.sleep_ms = sleep_ms
    await asyncio.sleep(0)


asyncio.run(main())
print("end")
