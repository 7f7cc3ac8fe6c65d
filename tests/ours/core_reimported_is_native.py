# A core that is imported again is native too, and has queues of its own.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

import sys

try:
    sys.modules
except AttributeError:
    print("SKIP")
    raise SystemExit

# What is Python in core.
function = type(core.get_event_loop)

first = core
for k in list(sys.modules):
    if k.startswith("asyncio"):
        del sys.modules[k]
import asyncio.core  # noqa: E402

second = asyncio.core
print(second is first, second._task_queue is first._task_queue, second._io_queue is first._io_queue)
for c in (first, second):
    for name in "run_until_complete create_task sleep_ms sleep".split():
        print(name, type(getattr(c, name)) is not function)
    print(c.IOQueue is _asyncio.IOQueue)
