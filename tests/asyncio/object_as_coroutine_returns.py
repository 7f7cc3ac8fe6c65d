# What send() returns is ignored, and a task that did not schedule itself again does not run again.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Co:
    def send(self, val):
        print("send")
        return "ignored"

    def throw(self, exc):
        raise exc


async def main():
    t = asyncio.create_task(Co())
    for _ in range(3):
        await asyncio.sleep_ms(0)
    print(t.done())
    core._task_queue.push(t)
    for _ in range(3):
        await asyncio.sleep_ms(0)
    print(t.done())


asyncio.run(main())
