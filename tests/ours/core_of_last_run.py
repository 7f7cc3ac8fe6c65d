# Of two cores, that of the last run is in use after it: a task that is cancelled then is queued there.

try:
    import _asyncio
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

import sys

first = asyncio
for k in list(sys.modules):
    if k.startswith("asyncio"):
        del sys.modules[k]
import asyncio  # noqa: E402

second = asyncio


async def sleeps(a):
    try:
        await a.sleep_ms(100000)
    except first.CancelledError:
        print("cancelled")


async def main(a):
    await a.sleep_ms(5)


left = first.create_task(sleeps(first))
task = first.create_task(main(first))
other = second.create_task(main(second))
first.core.run_until_complete(task)
left.cancel()
print(first.core._task_queue.peek() is left, second.core._task_queue.peek() is other)
first.run(main(first))
print(left.done())
second.run(main(second))
