# Lock: acquire() returns True, locked() tells, release() unlocks.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    lock = asyncio.Lock()
    print(lock.locked())
    print(await lock.acquire())
    print(lock.locked())
    print(lock.release())
    print(lock.locked())
    print(await lock.acquire())
    lock.release()


asyncio.run(main())
