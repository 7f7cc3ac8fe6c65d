# The old name uasyncio gives the same module's names.

try:
    import asyncio
    import uasyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def main():
    await uasyncio.sleep_ms(1)
    print(uasyncio.current_task() is asyncio.current_task())
    return "value"


print(uasyncio.run(main()))
print(uasyncio.create_task is asyncio.create_task, uasyncio.Event is asyncio.Event)
