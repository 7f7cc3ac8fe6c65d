# The primitives' functions take keyword arguments and defaults, and refuse wrong ones.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def value(x, ms=1):
    await asyncio.sleep_ms(ms)
    return x


async def fails():
    raise ValueError("fails")


def refused(function, *args, **kwargs):
    try:
        function(*args, **kwargs)
    except TypeError:
        print("TypeError")


async def main():
    for _ in range(2):
        print(await asyncio.wait_for(value(1), timeout=1))
        print(await asyncio.wait_for(aw=value(2), timeout=1))
        print(await asyncio.wait_for(timeout=1, aw=value(3), sleep=asyncio.sleep))
        print(await asyncio.wait_for(value(4), 1000, asyncio.sleep_ms))
        print(await asyncio.wait_for(value(5), 1000, sleep=asyncio.sleep_ms))
        print(await asyncio.wait_for(value(6), None))
        print(await asyncio.wait_for_ms(value(7), timeout=1000))
        print(await asyncio.wait_for_ms(aw=value(8), timeout=1000))
        try:
            await asyncio.wait_for(value(9, 1000), 1, asyncio.sleep_ms)
        except asyncio.TimeoutError:
            print("TimeoutError")
        print(await asyncio.gather(), await asyncio.gather(return_exceptions=True))
        print(await asyncio.gather(value(1), fails(), return_exceptions=True))
        print(await asyncio.gather(*[value(i) for i in range(3)], return_exceptions=False))
        event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
        for method in (event.set, event.clear, event.is_set, event.wait, lock.acquire, lock.locked, flag.set, flag.wait):
            refused(method, 1)
            refused(method, nothing=1)
        for arguments in ((), (1,), (1, 2, 3, 4)):
            refused(asyncio.wait_for, *arguments)
            refused(asyncio.wait_for_ms, *arguments)
        refused(asyncio.wait_for, 1, 2, nothing=3)
        refused(asyncio.wait_for, 1, 2, timeout=3)
        refused(asyncio.gather, nothing=1)
        asyncio.Event.set(event)
        print(asyncio.Event.is_set(self=event), event.is_set())


asyncio.run(main())
