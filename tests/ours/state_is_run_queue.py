# A program that sets a task's state to the run queue itself, as if all tasks in it waited for that one: the task
# ends, and the others run as they would have.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit


async def job(n):
    print(n)


async def main():
    ts = [asyncio.create_task(job(n)) for n in range(3)]
    ts[0].state = core._task_queue
    await asyncio.sleep_ms(5)
    print([t.done() for t in ts])
    return "value"


print(asyncio.run(main()))
