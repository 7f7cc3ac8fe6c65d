# wait_for() within wait_for(): the shorter timeout wins, on either level.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    try:
        await asyncio.sleep_ms(100000)
    finally:
        print("job ends")


async def outer(ms):
    try:
        await asyncio.wait_for_ms(job(), ms)
    except asyncio.TimeoutError:
        print("inner TimeoutError")
        return "value"


async def main():
    print(await asyncio.wait_for_ms(outer(2), 100000))
    try:
        print(await asyncio.wait_for_ms(outer(100000), 10))
    except asyncio.TimeoutError:
        print("outer TimeoutError")


asyncio.run(main())
