# Streams are looked at on every turn while tasks are ready, not only when the loop is idle.
# https://github.com/micropython/micropython/issues/9870

try:
    import asyncio
    import io
    import select

    io.IOBase
    select.poll
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def spin():
    global turns
    while True:
        turns += 1
        await asyncio.sleep_ms(0)


async def main():
    global turns
    turns = 0
    flag = asyncio.ThreadSafeFlag()
    ts = [asyncio.create_task(spin()) for _ in range(2)]
    for _ in range(3):
        t = asyncio.create_task(flag.wait())
        await asyncio.sleep_ms(0)
        turns = 0
        flag.set()
        await t
        print(turns < 50)
    for t in ts:
        t.cancel()


asyncio.run(main())
