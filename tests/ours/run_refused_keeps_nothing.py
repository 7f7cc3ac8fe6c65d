# What a refused run was given, and what a run that was left has held, is garbage.

try:
    import asyncio
    import gc
    from asyncio import core

    gc.mem_alloc
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

try:
    import _thread
    import time
except ImportError:
    print("SKIP")
    raise SystemExit

SIZE = 1500
loop = asyncio.get_event_loop()


async def holds(block):
    await asyncio.sleep_ms(0)
    return block


async def raises(er):
    await asyncio.sleep_ms(0)
    raise er


# Does something in a thread. What the collector would take for references goes with the thread's stack.
def elsewhere(f, *args):
    def thread():
        f(*args)
        done.append(None)

    done = []
    _thread.start_new_thread(thread, ())
    while not done:
        time.sleep_ms(1)
    time.sleep_ms(5)


def collected():
    gc.collect()
    gc.collect()
    return gc.mem_alloc()


def refused(way, size):
    try:
        way(holds(bytearray(size)))
        print("no error")
    except RuntimeError:
        pass


async def main():
    for way in (asyncio.run, loop.run_until_complete):
        elsewhere(refused, way, 10)
        before = collected()
        elsewhere(refused, way, SIZE)
        print(collected() - before < SIZE // 2)


def left(kind, size):
    try:
        asyncio.run(raises(kind(bytearray(size))))
    except BaseException:
        pass


print(asyncio.run(main()) is None)
for kind in (ValueError, asyncio.CancelledError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):
    elsewhere(left, kind, 10)
    before = collected()
    elsewhere(left, kind, SIZE)
    print(kind.__name__, collected() - before < SIZE // 2)
def returned(way, size):
    way(holds(bytearray(size)))


for way in (asyncio.run, loop.run_until_complete):
    elsewhere(returned, way, 10)
    before = collected()
    elsewhere(returned, way, SIZE)
    print("returned", collected() - before < SIZE // 2)
