# Functions and methods that a program binds before their first use work like those it looks up later.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

from asyncio import gather, wait_for, wait_for_ms

event, lock, flag = asyncio.Event(), asyncio.Lock(), asyncio.ThreadSafeFlag()
event_set, event_wait, Wait = event.set, event.wait, asyncio.Event.wait
acquire, release = lock.acquire, lock.release
flag_set, flag_wait, FlagSet = flag.set, flag.wait, asyncio.ThreadSafeFlag.set


async def value(x):
    await asyncio.sleep_ms(1)
    return x


async def locked():
    await acquire()
    print("locked", lock.locked())
    await asyncio.sleep_ms(1)
    release()


async def main():
    for _ in range(2):
        print(await gather(value(1), value(2)), await asyncio.gather(value(3)))
        print(await wait_for(value(4), 1), await asyncio.wait_for(value(5), 1))
        print(await wait_for_ms(value(6), 1000), await asyncio.wait_for_ms(value(7), 1000))
        event.clear()
        ts = [asyncio.create_task(aw) for aw in (event_wait(), event.wait(), Wait(event))]
        await asyncio.sleep_ms(0)
        event_set()
        print(await gather(*ts), event.is_set())
        await gather(locked(), locked())
        print(lock.locked())
        for wait, set in ((flag_wait, flag_set), (flag.wait, flag.set), (flag_wait, lambda: FlagSet(flag))):
            t = asyncio.create_task(wait())
            await asyncio.sleep_ms(1)
            set()
            print("flag", await t, flag.state)


asyncio.run(main())
print(event.set is event_set, asyncio.Event.wait is Wait, asyncio.gather is gather)
