# new_event_loop() in a task resets the loop: what was in its queues is dropped, not cancelled. The run returns None once
# nothing is left in the new queues, or ends with its main task as always. It is a matter of that run alone.
# https://github.com/micropython/micropython/issues/19718

try:
    import asyncio
    import io
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Never(io.IOBase):
    def ioctl(self, request, arg):
        return 0

    def read(self, n):
        pass


async def ticker(log):
    try:
        while True:
            log.append("tick")
            await asyncio.sleep_ms(1)
    except asyncio.CancelledError:
        log.append("cancelled")
        raise


async def reader():
    yield core._io_queue.queue_read(Never())


async def resets(event=None):
    await asyncio.sleep_ms(2)
    asyncio.new_event_loop()
    log.append("reset")
    if event:
        event.set()
    await asyncio.sleep_ms(5)
    log.append("goes on")


async def waits(event):
    await event.wait()
    log.append("event")
    await asyncio.sleep_ms(1)
    log.append("lives on")


async def main_dropped():
    asyncio.create_task(ticker([]))
    asyncio.create_task(reader())
    asyncio.create_task(resets())
    await asyncio.sleep(1000)


async def main_with_event():
    event = asyncio.Event()
    asyncio.create_task(waits(event))
    asyncio.create_task(resets(event))
    await asyncio.sleep(1000)


async def main_resets():
    asyncio.create_task(ticker([]))
    await asyncio.sleep_ms(2)
    asyncio.new_event_loop()
    await asyncio.sleep_ms(2)
    return "main's value"


async def main_raises():
    asyncio.new_event_loop()
    await asyncio.sleep_ms(1)
    raise ValueError("main's")


async def cancels_dropped():
    ticks = []
    t = asyncio.create_task(ticker(ticks))
    await asyncio.sleep_ms(2)
    asyncio.new_event_loop()
    n = len(ticks)
    await asyncio.sleep_ms(5)
    print("dropped:", len(ticks) == n)
    print(t.cancel())
    await asyncio.sleep_ms(1)
    print(ticks[-1], t.done())


async def nothing_left():
    # A loop that nothing can wake waits for a callback: it was not reset in this run.
    t = core.cur_task
    core.Loop.set_exception_handler(None)
    asyncio.create_task(later(t))
    yield


async def later(t):
    await asyncio.sleep_ms(20)
    core._task_queue.push(t)


for main in (main_dropped, main_with_event, main_resets, main_raises, cancels_dropped, nothing_left):
    log = []
    try:
        print(main.__name__, asyncio.run(main()), log)
    except ValueError as e:
        print(main.__name__, repr(e), log)
    print(core.cur_task, core._task_queue.peek(), len(core._io_queue.map))
