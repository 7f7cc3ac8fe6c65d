# The arguments of wait_for() by position and by name, and one that is missing, twice there or unknown.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(ms):
    await asyncio.sleep_ms(ms)
    return ms


def sleep_ms(ms):
    print("sleep", ms)
    return asyncio.sleep_ms(ms)


async def show(*args, **names):
    try:
        print(await asyncio.wait_for(*args, **names))
    except asyncio.TimeoutError:
        print("TimeoutError")
    except TypeError:
        print("TypeError")


async def main():
    for _ in range(2):
        await show(job(1), 100, sleep_ms)
        await show(job(1), 100, sleep=sleep_ms)
        await show(job(1), timeout=100)
        await show(aw=job(1), timeout=100, sleep=sleep_ms)
        await show(sleep=sleep_ms, timeout=0, aw=job(50))
        await show()
        await show(timeout=1)
        await show(sleep=sleep_ms, timeout=1)
        await show(job(1))
        await show(job(1), sleep=sleep_ms)
        await show(job(1), 1, timeout=1)
        await show(job(1), 1, sleep_ms, 1)
        await show(job(1), 1, other=1)


asyncio.run(main())
