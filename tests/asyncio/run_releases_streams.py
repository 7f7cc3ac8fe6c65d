# Streams that were waited for when a run ended are collected then.

try:
    import asyncio
    import gc
    import io

    io.IOBase
    gc.mem_alloc
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit

N, SIZE = 10, 2500
if gc.mem_free() < 4 * N * SIZE:
    print("SKIP")
    raise SystemExit


class Silent(io.IOBase):
    def __init__(self):
        self.buffer = bytearray(SIZE)

    def ioctl(self, request, flags):
        return 0

    def read(self, n):
        pass


async def reads():
    await asyncio.StreamReader(Silent()).read(1)


async def main():
    tasks = [asyncio.create_task(reads()) for _ in range(N)]
    await asyncio.sleep_ms(1)
    for task in tasks:
        task.cancel()
    await asyncio.sleep_ms(0)


def clear_stack(n):
    return n and clear_stack(n - 1)


def in_use():
    clear_stack(5)
    for _ in range(3):
        gc.collect()
    return gc.mem_alloc()


asyncio.StreamReader  # which is imported when it is first used
before = in_use()
asyncio.run(main())
# A word on the stack can look like the address of some.
print(in_use() - before < N * SIZE // 2)
