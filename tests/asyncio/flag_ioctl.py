# A flag's ioctl() answers the request of a poll, and no other one, whatever its argument.

try:
    import asyncio
    import io

    io.IOBase
    asyncio.ThreadSafeFlag
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

flag = asyncio.ThreadSafeFlag()
for _ in range(2):
    print([flag.ioctl(request, flags) for request in (1, 3, 4) for flags in (0, 1, 3, 5)])
    flag.set()
