# Advancing a task by hand where no loop ever was.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


t = _asyncio.Task(job())
for f in (lambda: next(iter(t)), lambda: list(t), lambda: next(_asyncio.sleep_ms(1))):
    try:
        f()
        print("no error")
    except (TypeError, RuntimeError):
        print("refused")
print(t.done())
