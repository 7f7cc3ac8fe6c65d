# wait_for() and its like are native however the arguments are given; only what is not usual is left to Python, whose generators have
# one method more.

try:
    import _asyncio
    import asyncio

    asyncio.wait_for
except ImportError:
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


async def main():
    # The first call is how the library learns of its functions.
    await asyncio.wait_for(nothing(), 1)
    if "wait_for" not in _asyncio.adopted() or not hasattr(nothing(), "pend_throw"):
        print("SKIP")
        raise SystemExit
    for coro in (
        asyncio.wait_for(nothing(), 1),
        asyncio.wait_for(nothing(), timeout=1),
        asyncio.wait_for(timeout=1, aw=nothing()),
        asyncio.wait_for(nothing(), 1, asyncio.sleep_ms),
        asyncio.wait_for(nothing(), 1, sleep=asyncio.sleep_ms),
        asyncio.wait_for(nothing(), sleep=asyncio.sleep_ms, timeout=1),
        asyncio.wait_for_ms(nothing(), 1),
        asyncio.gather(nothing()),
        asyncio.gather(nothing(), return_exceptions=True),
        asyncio.Event().wait(),
        asyncio.Lock().acquire(),
    ):
        print(hasattr(coro, "pend_throw"))
        coro.close()


asyncio.run(main())
