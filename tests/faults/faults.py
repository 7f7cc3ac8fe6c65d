# Runs each sample again and again, with the fault one step later each time, until the sample ends before the fault.
# After each the module must still work: the loop can be left and entered, and tasks left over do no harm.
import asyncio
import gc
import sys

import _virtual

from asyncio import core
from samples import SAMPLES, late

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
    _virtual.alive()
    for _ in range(2):
        got = asyncio.run(check())
        if got != [2, 0, 1]:
            return "afterwards: " + repr(got)
    if core.cur_task is not None:
        return "afterwards: cur_task is left over"
    asyncio.new_event_loop()
    got = asyncio.run(check())
    return None if got == [2, 0, 1] else "in a new loop: " + repr(got)


def inject(arm, sample, n):
    """True when the sample ended before its n-th step, else None or what is wrong."""
    try:
        arm(n)
        asyncio.run(sample())
        for _ in range(2):
            pass  # an interrupt at the last step arrives here, after the run
    except BaseException:
        pass
    seen = arm(0)
    try:
        wrong = healthy()
    except BaseException as er:
        sys.print_exception(er)
        wrong = "afterwards: " + type(er).__name__
    return wrong, seen < n


def alloc(n):
    return _virtual.fail_alloc(n)


def allocs(n):
    return _virtual.fail_alloc(n, 10)


KINDS = {"alloc": alloc, "allocs": allocs, "interrupt": _virtual.interrupt}


def quiet(loop, context):
    pass


passed = failed = 0
asyncio.get_event_loop().set_exception_handler(quiet)
for kind in sys.argv[1:] or sorted(KINDS):
    for sample in SAMPLES:
        problems = []
        for n in range(1, LIMIT):
            print("#at", kind, sample.__name__, n)
            _virtual.watchdog(3000)
            wrong, done = inject(KINDS[kind], sample, n)
            if wrong:
                problems.append((n, wrong))
            if done:
                break
            asyncio.new_event_loop()
            if n % 16 == 0:
                gc.collect()
        if problems:
            failed += 1
            print("FAILED", kind, sample.__name__, len(problems), "of", n, "first:", problems[0])
        else:
            passed += 1
            print("pass", kind, sample.__name__, n)
print("%d passed, %d failed" % (passed, failed))
