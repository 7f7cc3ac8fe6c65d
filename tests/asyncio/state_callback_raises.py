# A state callback that raises ends run() with its exception; a later run() works.

try:
    import asyncio
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


def callback(t, er):
    raise KeyError


async def main():
    t = asyncio.create_task(job())
    t.state = callback
    await asyncio.sleep_ms(1)
    return "main goes on"


async def main2():
    await asyncio.sleep_ms(5)
    return "main2"


try:
    print(asyncio.run(main()))
except KeyError:
    print("KeyError")
print(asyncio.run(main2()))
