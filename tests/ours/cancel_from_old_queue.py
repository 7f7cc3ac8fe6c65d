# A task that sleeps in the queue of before new_event_loop() can be cancelled: it is taken from the old
# queue and runs in the new one.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    try:
        await asyncio.sleep_ms(100000 + n)
    except asyncio.CancelledError:
        print("cancelled", n)


async def main():
    global ts
    ts = [asyncio.create_task(job(n)) for n in range(3)]
    await asyncio.sleep_ms(0)


async def main2():
    print(ts[1].cancel())
    await asyncio.sleep_ms(0)
    print([t.done() for t in ts])


asyncio.run(main())
old = core._task_queue
asyncio.new_event_loop()
print(ts[0].cancel())
asyncio.run(main2())
print(old.pop() is ts[2], old.peek())
