# Threads enter a loop at the same instant, each in another way: what was taken ends as it should, what was refused never runs.

try:
    import _thread
    import asyncio
    import time
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

loop = asyncio.get_event_loop()
WAYS = [asyncio.run, loop.run_until_complete, lambda co: core.run_until_complete(core.create_task(co))]


async def job(number):
    began.append(number)
    for _ in range(2):
        await asyncio.sleep_ms(1)
    return number


def enter(number, way):
    # Each thread has a place of its own: without a GIL an append can lose another one.
    ready[number] = True
    while not all(ready):
        pass
    try:
        ended[number] = (number, way(job(number)))
    except RuntimeError:
        ended[number] = (number, None)


wrong = other_value = 0
for n in range(60):
    began, ready, ended = [], [False] * 3, [None] * 3
    # Not core.run_until_complete: what it is given is a task that the program has queued itself.
    for number in range(3):
        _thread.start_new_thread(enter, (number, WAYS[(n + number) % 2]))
    while None in ended:
        time.sleep_ms(1)
    for number, value in ended:
        if value is None:
            wrong += number in began
        else:
            other_value += value != number
print("refused but ran:", wrong, "other values:", other_value)
print(core.cur_task, core._task_queue.peek())


async def last():
    return "the loop can be entered"


print(asyncio.run(last()))
