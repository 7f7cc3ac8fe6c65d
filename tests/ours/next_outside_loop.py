# Advancing a task, an event's wait or a sleep by hand outside a running loop is a TypeError or a
# RuntimeError, and the loop works after it.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


def refused(f):
    try:
        f()
        print("no error")
    except (TypeError, RuntimeError):
        print("refused")


async def main():
    ev.set()
    await ev.wait()
    await asyncio.sleep_ms(1)
    return "main", await t


ev = asyncio.Event()
t = asyncio.create_task(job())
refused(lambda: next(iter(t)))
refused(lambda: t.__next__() if hasattr(t, "__next__") else next(iter(t)))
refused(lambda: next(ev.wait()))
refused(lambda: next(iter(asyncio.sleep_ms(1))))
refused(lambda: ev.wait().send(None))
refused(lambda: list(asyncio.sleep_ms(0)))
print(asyncio.run(main()))
refused(lambda: next(iter(asyncio.sleep_ms(1))))
refused(lambda: next(asyncio.Event().wait()))
