# What is thrown into a Lock.acquire() that was left waiting, after its run has ended, comes out of it; the lock stays held.

try:
    import asyncio

    asyncio.Lock
except ImportError:
    print("SKIP")
    raise SystemExit

lock = asyncio.Lock()
left = lock.acquire()


async def main():
    await lock.acquire()
    left.send(None)


asyncio.run(main())
for exc in (asyncio.CancelledError, ValueError):
    try:
        left.throw(exc)
        print("no error")
    except BaseException as er:
        print(type(er).__name__)
    print(lock.locked())
