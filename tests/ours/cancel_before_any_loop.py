# cancel() of a task that was made before there is any loop is a RuntimeError.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    pass


t = _asyncio.Task(job())
try:
    t.cancel()
    print("no error")
except RuntimeError:
    print("RuntimeError")
print(t.done(), t.state, t.data)
