# run() ends with its own task, and leaves the others where they are.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    print("job starts")
    await asyncio.sleep_ms(0)
    print("job goes on")
    await asyncio.sleep_ms(0)
    print("job ends")


async def main():
    asyncio.create_task(job())
    await asyncio.sleep_ms(0)
    return "main"


print(asyncio.run(main()))
print("outside")
