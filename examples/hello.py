# Two greeters and a ticker share one loop. Run it: make run
import _asyncio
import asyncio
import sys
import time


async def greet(name, every_ms, times):
    for i in range(times):
        await asyncio.sleep_ms(every_ms)
        print("{:5d} ms  {} says hello ({} of {})".format(since_start(), name, i + 1, times))
    return name


async def tick(event):
    ticks = 0
    while not event.is_set():
        await asyncio.sleep_ms(10)
        ticks += 1
    return ticks


def since_start():
    return time.ticks_diff(time.ticks_ms(), start)


async def main():
    print("MicroPython", ".".join(str(n) for n in sys.implementation[1][:3]))
    print("_asyncio is", getattr(_asyncio, "__version__", "stock"))
    done = asyncio.Event()
    ticker = asyncio.create_task(tick(done))
    names = await asyncio.gather(greet("Ada", 40, 3), greet("Grace", 100, 2))
    done.set()
    print("{:5d} ms  {} are done; the ticker ran {} times".format(since_start(), " and ".join(names), await ticker))
    try:
        await asyncio.wait_for_ms(greet("Godot", 60_000, 1), 50)
    except asyncio.TimeoutError:
        print("{:5d} ms  nobody waits for Godot here".format(since_start()))


start = time.ticks_ms()
asyncio.run(main())
