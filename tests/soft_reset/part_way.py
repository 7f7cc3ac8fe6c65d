# Runs a program of tests/faults as far as a step of its choice, and leaves it there in one of several ways, to be reset. The
# arguments: the way, the program, and a number, which chooses the step and what the heap is overwritten with at the reset.
import asyncio
import sys

import _faults
import _heap
import samples

way, name, number = sys.argv[1:]
_heap.fill((0xA5, 0x00, 0xFF)[int(number) % 3])
sample = getattr(samples, name)
arm = {
    "SystemExit": _faults.exit,
    "an abort of the VM": _faults.abort,
    "Ctrl-C": _faults.interrupt,
    "no memory": lambda n: _faults.fail_alloc(n, 3),
}[way]


def run():
    asyncio.run(sample())
    for _ in range(2):
        pass  # what arrives at the last step is raised here


def quiet(loop, context):
    pass


asyncio.get_event_loop().set_exception_handler(quiet)
# How many steps there are.
arm(0)
run()
steps = arm(0)
step = 1 + steps * (int(number) // 3 % 1000) // 1000
asyncio.new_event_loop()
print("step", step, "of", steps)
end = "ended"
arm(step)
try:
    if _faults.call(run):
        end = "aborted"
except (KeyboardInterrupt, MemoryError) as error:
    end = type(error).__name__
seen = arm(0)
if end == "ended" and seen >= step and way != "no memory":
    end = "went on"
print(end)
if way == "SystemExit":
    raise SystemExit  # the run ended before
