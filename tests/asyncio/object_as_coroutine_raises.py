# An object in place of a coroutine that raises, and one that swallows what is thrown into it.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Bad:
    def send(self, val):
        raise ValueError("text")

    def throw(self, exc):
        raise exc


class Swallows:
    def send(self, val):
        print("send")
        core._task_queue.push(core.cur_task, core.ticks_add(core.ticks(), 100000))

    def throw(self, exc):
        print("throw")
        raise StopIteration("swallowed")


async def main():
    t = asyncio.create_task(Bad())
    try:
        await t
    except ValueError as er:
        print(er.args)
    t = asyncio.create_task(Swallows())
    await asyncio.sleep_ms(0)
    t.cancel()
    print(await t)


asyncio.run(main())
