# `import _asyncio` again, before and inside a run, changes nothing for the tasks there are.

try:
    import _asyncio
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(1000)
    except asyncio.CancelledError:
        print("cancelled")


async def main():
    t = asyncio.create_task(job())
    await asyncio.sleep_ms(1)
    for _ in range(3):
        exec("import _asyncio", {})
    print(t.cancel())
    await asyncio.sleep_ms(1)
    print(t.done())
    try:
        asyncio.run(job())
    except RuntimeError:
        print("RuntimeError")


t = asyncio.create_task(job())
exec("import _asyncio", {})
print(t.cancel())
print(hasattr(_asyncio, "Task"))
