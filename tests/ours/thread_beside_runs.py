# Another thread that makes sleeps, and tries to run a loop of its own, while the main thread goes through many runs:
# it gets an exception at most, and nothing of either is harmed.

try:
    import asyncio
    import time
    import _thread

    time.sleep_ms
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def nothing():
    pass


def thread():
    while not stop:
        asyncio.sleep_ms(5)
        try:
            asyncio.run(nothing())
        except RuntimeError:
            pass
    done.append(True)


stop = False
done = []
_thread.start_new_thread(thread, ())
for _ in range(3000):
    try:
        asyncio.run(nothing())
    except RuntimeError:
        pass
stop = True
while not done:
    time.sleep_ms(1)
asyncio.new_event_loop()
print(asyncio.run(nothing()))
