# A program's patch of a core's function before a later new_event_loop() stays.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


def my_sleep_ms(t):
    print("my_sleep_ms", t)
    return saved(t)


async def main():
    await core.sleep_ms(1)
    return "value"


saved = core.sleep_ms
core.sleep_ms = my_sleep_ms
asyncio.new_event_loop()
print(core.sleep_ms is my_sleep_ms, core.sleep is _asyncio.sleep)
print(asyncio.run(main()))
core.sleep_ms = saved
asyncio.new_event_loop()
print(core.sleep_ms is _asyncio.sleep_ms, asyncio.run(main()))
