# Allocates large objects, in rounds with a collection after each, and says by how many MiB the process has grown from the second
# round on.
import asyncio
import gc


def resident():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) for line in file if line.startswith("VmRSS"))


async def allocate():
    for size in (200000, 50000, 1000):
        for _ in range(40):
            bytearray(size)
            await asyncio.sleep_ms(0)


async def main():
    sizes = []
    for _ in range(8):
        await asyncio.create_task(allocate())
        gc.collect()
        sizes.append(resident())
    print((sizes[-1] - sizes[1]) // 1024)


asyncio.run(main())
