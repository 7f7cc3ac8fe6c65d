# asyncio.run() in another thread while a loop runs is a RuntimeError there; the loop goes on.
# https://github.com/micropython/micropython/issues/8515

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

try:
    import _thread
except ImportError:
    print("SKIP")
    raise SystemExit


async def inner():
    print("never runs")


def thread():
    global result
    try:
        asyncio.run(inner())
        result = "no error"
    except RuntimeError:
        result = "RuntimeError"


async def main():
    _thread.start_new_thread(thread, ())
    for _ in range(500):
        await asyncio.sleep_ms(5)
        if result:
            break
    print(result)
    return "value"


result = None
print(asyncio.run(main()))
