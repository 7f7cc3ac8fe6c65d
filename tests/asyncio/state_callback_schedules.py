# A state callback may make tasks, push tasks and cancel tasks.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job():
    return "value"


async def job2(n):
    try:
        print("job2", n)
        await asyncio.sleep_ms(1000)
        print("not reached")
    except asyncio.CancelledError:
        print("cancelled", n)


async def parked():
    yield
    print("woke")


class Nothing:
    def remove(self, t):
        pass


def callback(t, er):
    asyncio.create_task(job2(2))
    core._task_queue.push(p)
    sleeper.cancel()


async def main():
    global p, sleeper
    p = asyncio.create_task(parked())
    sleeper = asyncio.create_task(job2(1))
    await asyncio.sleep_ms(0)
    t = asyncio.create_task(job())
    t.state = callback
    for _ in range(3):
        await asyncio.sleep_ms(0)
    print(t.done(), p.done(), sleeper.done())


asyncio.run(main())
