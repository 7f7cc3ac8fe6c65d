# Says what was recorded before; then records steps, more than the ring holds, says which it has, and resets the chip, which is
# done by the watchdog too.
import _asyncio
import asyncio
import time

import machine

print(_asyncio.recorded())


async def resetting_worker():
    for _ in range(50):
        await asyncio.sleep_ms(0)


_asyncio.record(True)
asyncio.run(resetting_worker())
print(_asyncio.recorded())
time.sleep_ms(50)  # until that is out
machine.reset()
