# With io_first those that a flag wakes run before those that are ready, in the order in which they were woken.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

from asyncio import core


async def busy(name):
    for _ in range(4):
        order.append(name)
        await asyncio.sleep_ms(0)


async def waits(name, flag):
    for _ in range(2):
        await flag.wait()
        order.append(name)


async def main():
    flags = [asyncio.ThreadSafeFlag() for _ in range(2)]
    tasks = [asyncio.create_task(waits("FG"[i], flags[i])) for i in range(2)]
    await asyncio.sleep_ms(0)
    tasks += [asyncio.create_task(busy(str(i))) for i in range(4)]
    for _ in range(2):
        for flag in flags:
            flag.set()
        await asyncio.sleep_ms(5)
    for task in tasks:
        await task


print(core._io_queue.io_first)
for first in (False, True):
    order = []
    core._io_queue.io_first = first
    asyncio.run(main())
    line = "".join(order)
    print(line.replace("F", "").replace("G", ""), "FG" in line, line[:2] == "FG")
core._io_queue.io_first = 0
print(core._io_queue.io_first)
try:
    core._io_queue.other = 1
except AttributeError:
    print("AttributeError")
