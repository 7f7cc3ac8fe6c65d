# A small object is kept while large ones come and go; then the collector is switched off. An object of half of the heap still
# finds its place.
import asyncio
import gc


async def main():
    for _ in range(220):
        large = bytearray(100000)
        await asyncio.sleep_ms(0)
    small = bytearray(1000)
    large = None
    gc.collect()
    for _ in range(40):
        bytearray(100)
        await asyncio.sleep_ms(0)
    gc.disable()
    print(len(bytearray(16000000)), large, len(small))


asyncio.run(main())
