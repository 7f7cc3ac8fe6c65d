# Runs each sample again and again, with the fault one step later each time, until the sample ends before the fault.
# After each the module must still work: the loop can be left and entered, and tasks left over do no harm.
import asyncio
import gc
import sys

import _faults

from asyncio import core
from samples import ASKING, SAMPLES, late

try:
    import _virtual
except ImportError:
    _virtual = None  # a board, whose clock is its own

LIMIT = 3000


async def check():
    tasks = [asyncio.create_task(late(n)) for n in (2, 0, 1)]
    tasks.append(asyncio.create_task(late(9)))
    await asyncio.sleep_ms(1)
    tasks[3].cancel()
    got = await asyncio.gather(*tasks[:3])
    try:
        await tasks[3]
        return "not cancelled"
    except asyncio.CancelledError:
        return got


# What a program may do after a fault: go on with the same loop, and make a new one.
def healthy():
    if _virtual:
        _virtual.alive()
    wrong = _faults.check(core._task_queue, core._io_queue)
    if wrong:
        return wrong
    for _ in range(2):
        got = asyncio.run(check())
        if got != [2, 0, 1]:
            return "afterwards: " + repr(got)
    if core.cur_task is not None:
        return "afterwards: cur_task is left over"
    wrong = _faults.check(core._task_queue, core._io_queue)
    if wrong:
        return "afterwards: " + wrong
    asyncio.new_event_loop()
    got = asyncio.run(check())
    return None if got == [2, 0, 1] else "in a new loop: " + repr(got)


def once(arm, n, package, sample):
    try:
        arm(n)
        package.run(sample())
        for _ in range(2):
            pass  # an interrupt at the last step arrives here, after the run
    except BaseException:
        pass


def inject(arm, sample, n):
    """What is wrong after a fault at the n-th step, or None; and whether the sample ended before that step."""
    package = asyncio
    if more and sample in more.PREPARE:
        gc.collect()
        package = more.PREPARE[sample]()
    aborted = _faults.call(once, arm, n, package, sample)
    seen = arm(0)
    if arm is _faults.abort and aborted != (seen >= n):
        return "aborted: " + repr(aborted), seen < n
    try:
        wrong = healthy()
    except BaseException as er:
        sys.print_exception(er)
        wrong = "afterwards: " + type(er).__name__
    return wrong, seen < n


def alloc(n):
    return _faults.fail_alloc(n)


def allocs(n):
    return _faults.fail_alloc(n, 10)


# A collection at each allocation: one round has them all.
def collect(n):
    _faults.collect(n)
    return 0


# A C stack that is nearly full: the limit comes a little later each time, up to where no sample needs more.
STACK_STEP, STACK_STEPS = 80, 150


def stack(n):
    _faults.stack(n * STACK_STEP)
    return STACK_STEPS


# A heap that is full but for some blocks, the smaller ones last, so that what fails is not only one allocation.
HELD = []
FREE_STEP, FREE_STEPS = 32, 240


def full(n):
    HELD.clear()
    gc.collect()
    if n:
        size = 8192
        while size >= 64:
            try:
                HELD.append(bytearray(size))
            except MemoryError:
                size //= 2
        free = 0
        while HELD and free < n * FREE_STEP:
            free += len(HELD.pop())
    return FREE_STEPS


KINDS = {
    "alloc": alloc,
    "allocs": allocs,
    "interrupt": _faults.interrupt,
    "abort": _faults.abort,
    "collect": collect,
    "stack": stack,
    "full": full,
}


# How a fault of a kind is made, and in which samples.
def known(kind):
    if kind in KINDS:
        return KINDS[kind], SAMPLES
    import calls

    return calls.failing(kind), ASKING


def quiet(loop, context):
    pass


# PART/OF: only some of the steps, others in each sample, for a quick look.
part = of = 1
words = sys.argv[1:]
if words and "/" in words[0]:
    part, of = [int(n) for n in words.pop(0).split("/")]
# "small": for a heap in which the other samples have no room.
more = None
if words and words[0] == "small":
    del words[0]
else:
    import more_samples as more

    SAMPLES += more.SAMPLES
    ASKING += more.ASKING
passed = failed = points = 0
asyncio.get_event_loop().set_exception_handler(quiet)
for kind in words:
    arm, samples = known(kind)
    for sample in samples:
        problems = []
        n = 1
        while n < LIMIT:
            print("#at", kind, sample.__name__, n)
            if _virtual:
                _virtual.watchdog(3000)
            wrong, done = inject(arm, sample, n)
            points += not done
            if wrong:
                problems.append((n, wrong))
            if done:
                break
            asyncio.new_event_loop()
            if n % 16 == 0:
                gc.collect()
            n += 1 if of == 1 or n < 4 else 1 + (n * 7 + part) % of
        if problems:
            failed += 1
            print("FAILED", kind, sample.__name__, len(problems), "of", n, "first:", problems[0])
        else:
            passed += 1
            print("pass", kind, sample.__name__, n)
print("#points", points)
print("%d passed, %d failed" % (passed, failed))
