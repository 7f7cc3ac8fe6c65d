# Says what was recorded before, and the first time records steps and hangs, until the watchdog resets the chip.
import _asyncio
import asyncio

import machine

before = _asyncio.recorded()
print(before)


async def brief_worker():
    await asyncio.sleep_ms(3)


async def hanging_worker():
    await asyncio.create_task(brief_worker())
    print(_asyncio.recorded())
    while True:
        pass


async def main():
    machine.WDT(timeout=20)
    await asyncio.create_task(hanging_worker())


if not before:
    _asyncio.record(True)
    asyncio.run(main())
