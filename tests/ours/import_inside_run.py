# `import _asyncio` inside a run leaves the run as it is: it goes on, and another one in it is still refused.

try:
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
    return "value"


print(asyncio.run(main()))
