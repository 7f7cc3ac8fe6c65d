# Lock.release() of an unlocked lock is a RuntimeError, and the lock still works.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    lock = asyncio.Lock()
    try:
        lock.release()
    except RuntimeError:
        print("RuntimeError")
    async with lock:
        print(lock.locked())
    try:
        lock.release()
    except RuntimeError:
        print("RuntimeError")


asyncio.run(main())
