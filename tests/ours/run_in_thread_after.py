# A loop may run in another thread when none runs in the first.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

try:
    import _thread
    import time
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(1)
    return n


def thread():
    global result
    result = asyncio.run(job(2))


result = None
print(asyncio.run(job(1)))
_thread.start_new_thread(thread, ())
for _ in range(500):
    time.sleep_ms(5)
    if result:
        break
print(result)
print(asyncio.run(job(3)))
