# Other threads try each way into a loop again and again while one runs. All are refused; no coroutine that was refused begins,
# in whatever thread; no task that was there is lost.

try:
    import _thread
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

ROUNDS = 40
loop = asyncio.get_event_loop()
began = refused = ended = taken = 0


async def never():
    global began
    began += 1


async def job():
    for _ in range(3):
        await asyncio.sleep_ms(1)
    return 1


def other(way):
    global refused, ended, taken
    try:
        way()
        taken += 1
    except RuntimeError:
        refused += 1
    ended += 1


async def main():
    lost = 0
    me = asyncio.current_task()
    for _ in range(ROUNDS):
        t = asyncio.create_task(job())
        for way in (
            lambda: asyncio.run(never()),
            lambda: loop.run_until_complete(never()),
            lambda: loop.run_until_complete(t),
            lambda: loop.run_until_complete(me),
            lambda: core.run_until_complete(),
            lambda: loop.run_forever(),
        ):
            before = ended
            _thread.start_new_thread(other, (way,))
            while ended == before:
                await asyncio.sleep_ms(0)
        try:
            await asyncio.wait_for_ms(t, 5000)
        except asyncio.TimeoutError:
            lost += 1
    print("refused", refused == 6 * ROUNDS, "taken", taken, "began", began, "lost", lost)


asyncio.run(main())
print(core.cur_task, core._task_queue.peek())
