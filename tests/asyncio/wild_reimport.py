# asyncio imported again after it was deleted from sys.modules works, and so does the first one still.

try:
    import asyncio
    import sys

    sys.modules
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def job(a, n):
    await a.sleep_ms(1)
    return n


async def main(a, n):
    ev = a.Event()
    ev.set()
    await ev.wait()
    t = a.create_task(job(a, 100))
    t.cancel()
    try:
        await t
    except a.CancelledError:
        print("CancelledError")
    return await a.gather(job(a, n), job(a, n + 1)), await a.wait_for_ms(job(a, n + 2), 10000)


first = asyncio
print(first.run(main(first, 1)))
for k in list(sys.modules):
    if k.startswith("asyncio"):
        del sys.modules[k]
del asyncio
import asyncio  # noqa: E402

print(asyncio is first, asyncio.core is first.core)
print(asyncio.run(main(asyncio, 4)))
print(first.run(main(first, 7)))
print(asyncio.run(main(asyncio, 10)))
