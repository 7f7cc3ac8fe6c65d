# Task has coro, data, state, ph_key and done(); data and state can be written.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    await asyncio.sleep_ms(20)


async def main():
    c = job()
    t = asyncio.create_task(c)
    print(t.coro is c, t.data, t.state)
    await asyncio.sleep_ms(0)
    print(core.ticks_diff(t.ph_key, core.ticks()) > 0)
    t.data = "abc"
    print(t.data)
    t.data = None
    saved = t.state
    t.state = print
    print(t.state is print)
    t.state = saved
    t.cancel()
    print(t.data is asyncio.CancelledError)
    try:
        await t
    except asyncio.CancelledError:
        pass
    print(t.state, type(t.data).__name__)


asyncio.run(main())
