# A busy loop whose tasks are made ready by a hard interrupt: by Event.set() and by pushing a parked task to the run queue.
# Nothing may get lost, out of order or broken. The arguments are the number of interrupts, how many instructions there
# are between two at most, and whether the engine has its critical sections (1) or does without (0).
#
# Event.wait() of upstream's event.py has a race with an interrupt, and says so: a set() after `waiting.push` and before
# `cur_task.data = waiting` makes the task ready, which then parks with that data and is thrown it. It is the library's and
# not the queue's; so the tasks that are held to account wait in the same way but under a lock, and the others, which use
# Event.wait() as it is, are held to be alive at the end, and count how often it met them.
#
# Every task is named by `everyone` or by the frame of one that is: docs/behaviour.md says why an interrupt wants that.
import asyncio
import sys
import time
from asyncio import core

import _interrupts

INTERRUPTS, SPREAD, GUARD = (int(word) for word in sys.argv[1:])
PARKERS, WAITERS, RACERS, YIELDERS = 6, 6, 2, 2

parked = [False] * PARKERS
pushed = [0] * PARKERS
unparked = [0] * PARKERS
events = [asyncio.Event() for _ in range(WAITERS)]
woken = [0] * WAITERS
waited = [0] * WAITERS
race_events = [asyncio.Event() for _ in range(RACERS)]
guest_event = asyncio.Event()
everyone = []
ending = False
interrupts = turn = stamp = last_stamp = races = 0
last_key = time.ticks_ms()
work = {"slept": 0, "guests": 0, "timeouts": 0, "created": 0, "raced": 0, "passed": 0}


def fail(why):
    _interrupts.stop()
    print("FAIL:", why)
    sys.exit(1)


def handler(_):
    # Allocates nothing: everything is here already, and all numbers are small.
    global interrupts, turn
    interrupts += 1
    turn = turn + 1 if turn < PARKERS + WAITERS + RACERS else 0
    if turn < PARKERS:
        if parked[turn]:
            parked[turn] = False
            pushed[turn] += 1
            core._task_queue.push(everyone[turn])
        guest_event.set()
    elif turn < PARKERS + WAITERS:
        event = events[turn - PARKERS]
        if event.waiting.peek():
            woken[turn - PARKERS] += 1
        event.set()
    elif turn < PARKERS + WAITERS + RACERS:
        race_events[turn - PARKERS - WAITERS].set()
    else:
        guest_event.set()


def check_order():
    # Keys are times, none is in the future when it is taken out, and time does not go back: so they rise.
    global last_key
    key = core.cur_task.ph_key
    if time.ticks_diff(key, last_key) < 0:
        fail(f"a task with the key {key} came out after one with {last_key}")
    last_key = key


async def parker(i):
    while not ending:
        state = _interrupts.disable()
        core.cur_task.data = events[0].waiting  # as a third party's queue does
        parked[i] = True
        _interrupts.enable(state)
        await park()
        check_order()
        unparked[i] += 1


def park():
    yield


def locked_wait(event):
    # Event.wait() with what the race needs left out; gives whether it parked.
    state = _interrupts.disable()
    if event.state:
        _interrupts.enable(state)
        return False
    event.waiting.push(core.cur_task)
    core.cur_task.data = event.waiting
    _interrupts.enable(state)
    yield
    return True


async def waiter(i):
    event = events[i]
    while not ending:
        if await locked_wait(event):
            check_order()
            waited[i] += 1
        event.clear()


async def racer(event):
    global races
    while not ending:
        try:
            await event.wait()
            work["raced"] += 1
        except TypeError:
            races += 1
        event.clear()


async def yielder():
    global stamp, last_stamp
    while not ending:
        stamp += 1
        mine = stamp
        await asyncio.sleep_ms(0)
        check_order()
        if mine <= last_stamp:
            fail("tasks that only yield came out of turn")
        last_stamp = mine
        if not _interrupts.alive() and interrupts and not ending:
            fail("the handler raised")


async def sleeper(i):
    while not ending:
        await asyncio.sleep_ms(i)
        check_order()
        work["slept"] += 1


async def timeouts():
    # Takes sleeping tasks out of the run queue.
    while not ending:
        try:
            await asyncio.wait_for_ms(nap(), 1)
            fail("a sleep ended early")
        except asyncio.TimeoutError:
            work["timeouts"] += 1


async def nap():
    await asyncio.sleep(1000)


async def guests():
    # Takes tasks out of an event's queue while the interrupt empties that.
    while not ending:
        guest_event.clear()
        three = [asyncio.create_task(locked_wait(guest_event)) for _ in range(3)]
        await asyncio.sleep_ms(0)
        for task in three:
            task.cancel()
        for task in three:
            try:
                await task
            except asyncio.CancelledError:
                pass
            work["guests"] += 1


async def created():
    while not ending:
        if await asyncio.create_task(echo(1)) != 1:
            fail("a task gave something else than it returned")
        work["created"] += 1
        await asyncio.sleep_ms(1)


async def echo(x):
    return x


async def passer(mine, other):
    while not ending:
        await mine.wait()
        mine.clear()
        other.set()
        work["passed"] += 1
        await asyncio.sleep_ms(2)


async def main():
    global ending
    pair = asyncio.Event(), asyncio.Event()
    for coro in (
        [parker(i) for i in range(PARKERS)]
        + [waiter(i) for i in range(WAITERS)]
        + [racer(event) for event in race_events]
        + [yielder() for _ in range(YIELDERS)]
        + [sleeper(i) for i in (1, 1, 2, 3, 5, 8, 13, 21)]
        + [timeouts(), guests(), created(), passer(*pair), passer(pair[1], pair[0])]
    ):
        everyone.append(asyncio.create_task(coro))
    await asyncio.sleep_ms(20)
    _interrupts.guard(GUARD)
    _interrupts.start(handler, 500, SPREAD, 5000)
    pair[0].set()
    while interrupts < INTERRUPTS:
        await asyncio.sleep_ms(10)
    _interrupts.stop()
    ending = True
    for i in range(PARKERS):
        if parked[i]:
            parked[i] = False
            pushed[i] += 1
            core._task_queue.push(everyone[i])
    for i in range(WAITERS):
        if events[i].waiting.peek():
            woken[i] += 1
    for event in events + race_events + list(pair):
        event.set()
    for i, task in enumerate(everyone):
        # Shared by all, since each ends at once or never.
        deadline = time.ticks_add(time.ticks_ms(), 1000)
        while not task.done():
            guest_event.set()
            if time.ticks_diff(deadline, time.ticks_ms()) < 0:
                fail(f"task {i} of {len(everyone)} never came back")
            await asyncio.sleep_ms(1)
        await task


asyncio.run(main())
if pushed != unparked:
    fail(f"pushed {pushed}, ran {unparked}")
if woken != waited:
    fail(f"set {woken}, ran {waited}")
if core._task_queue.peek() is not None:
    fail("the run queue is not empty")
for event in events + race_events + [guest_event]:
    if event.waiting.peek() is not None:
        fail("an event's queue is not empty")
print("interrupts {}, critical sections {}, interrupts held off {}".format(*_interrupts.counts()))
print(f"pushed {sum(pushed)}, set {sum(woken)}, races of event.py {races}")
print(", ".join(f"{k} {v}" for k, v in work.items()))
if not all(pushed) or not all(woken) or not all(work.values()):
    fail("something never happened")
print("ok")
