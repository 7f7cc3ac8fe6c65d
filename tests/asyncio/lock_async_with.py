# A lock taken by "async with" is released on every way out.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def ret(lock):
    async with lock:
        return "returned"


async def main():
    lock = asyncio.Lock()
    async with lock:
        print(lock.locked())
    print(lock.locked())
    try:
        async with lock:
            raise ValueError
    except ValueError:
        print("ValueError", lock.locked())
    print(await ret(lock), lock.locked())


asyncio.run(main())
