# A task that raised, awaited before the loop came to report it, can be awaited again: no crash, and an
# exception each time.
# https://github.com/micropython/micropython/issues/10818

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def bad():
    raise ValueError


async def waiter(t):
    try:
        await t
        print("no error")
    except ValueError:
        print("ValueError")
    except (RuntimeError, TypeError):
        print("refused")


async def main():
    t = asyncio.create_task(bad())
    await asyncio.create_task(waiter(t))
    for _ in range(3):
        await asyncio.sleep_ms(0)
    for _ in range(2):
        try:
            await t
            print("no error")
        except (ValueError, RuntimeError, TypeError):
            print("raised")


asyncio.run(main())
