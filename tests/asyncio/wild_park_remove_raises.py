# remove() of a program's own queue that raises: cancel() raises that, and the task still waits.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


class Park:
    def remove(self, task):
        raise KeyError


def wait(park):
    core.cur_task.data = park
    yield


async def waiter(park):
    await wait(park)
    print("woke")


async def main():
    park = Park()
    t = asyncio.create_task(waiter(park))
    await asyncio.sleep_ms(0)
    try:
        t.cancel()
    except KeyError:
        print("KeyError")
    print(t.done(), t.data is park)
    await asyncio.sleep_ms(0)
    core._task_queue.push(t)
    await t


asyncio.run(main())
