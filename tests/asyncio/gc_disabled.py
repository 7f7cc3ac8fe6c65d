# A program that runs with the collector off, and allocates.

try:
    import asyncio
    import gc

    gc.disable
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def job(n):
    await asyncio.sleep_ms(0)
    return [n]


async def main():
    total = 0
    for n in range(100):
        total += (await asyncio.create_task(job(n)))[0]
    return total


gc.collect()
gc.disable()
print(asyncio.run(main()), gc.isenabled())
gc.enable()
print(asyncio.run(main()), gc.isenabled())
