# A bare "yield" after the program has scheduled the task itself gives way once.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


def give_way():
    core._task_queue.push(core.cur_task)
    yield


async def job(n):
    for i in range(2):
        print(n, i)
        await give_way()


async def main():
    await asyncio.gather(job(0), job(1))


asyncio.run(main())
