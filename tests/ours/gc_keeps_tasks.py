# Tasks that only the loop, an event or another task holds survive garbage collections.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

import gc


async def job(n):
    for _ in range(3):
        await asyncio.sleep_ms(1)
        gc.collect()
        [0] * 50
    done.append(n)


async def chain(n):
    if n:
        await asyncio.create_task(chain(n - 1))
    gc.collect()
    done.append("c%d" % n)


async def on_event(ev, n):
    await ev.wait()
    done.append("e%d" % n)


async def main():
    ev = asyncio.Event()
    for n in range(5):
        asyncio.create_task(job(n))
        asyncio.create_task(on_event(ev, n))
    asyncio.create_task(chain(3))
    for _ in range(3):
        gc.collect()
        [[0] * 20 for _ in range(10)]
        await asyncio.sleep_ms(2)
    ev.set()
    for _ in range(200):
        await asyncio.sleep_ms(2)
        if len(done) == 14:
            break
    print(sorted(str(x) for x in done))


done = []
asyncio.run(main())
