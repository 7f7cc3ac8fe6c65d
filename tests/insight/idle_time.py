# The callback for idle time comes in place of the wait, with how long that would be, and may end early or make tasks.
try:
    import _asyncio, asyncio
    _asyncio.tasks
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

import time


def passes(ms):
    print("idle", ms if ms is None else 0 < ms <= 50)
    time.sleep_ms(ms)


def returns_early(ms):
    global calls
    calls += 1
    if calls == 3:
        asyncio.create_task(late())


def sets_flag(ms):
    print("idle", ms)
    flag.set()


async def late():
    print("made in idle time")


async def sleeps():
    await asyncio.sleep_ms(50)


async def waits_for_flag():
    await flag.wait()
    print("flag")


flag = asyncio.ThreadSafeFlag()
flag.set()
asyncio.run(asyncio.wait_for(flag.wait(), 1))
if not any("ThreadSafeFlag" in name for name in _asyncio.adopted()):
    print("SKIP")  # flags are polled streams here
    raise SystemExit
calls = 0
_asyncio.on_idle(passes)
asyncio.run(sleeps())
_asyncio.on_idle(returns_early)
asyncio.run(sleeps())
print(calls > 3)
_asyncio.on_idle(sets_flag)
asyncio.run(waits_for_flag())
_asyncio.on_idle(None)
asyncio.run(sleeps())
