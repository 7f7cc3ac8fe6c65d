# A second copy of the core, in the run of the first: its functions are about its own queue.

try:
    import asyncio
    import sys
    from asyncio import core

    core.create_task
except (ImportError, AttributeError):
    print("SKIP")
    raise SystemExit


async def says(what):
    print(what)
    return what


async def main():
    task = other.create_task(says("other"))
    promoted = other._promote_to_task(says("promoted"))
    other.sleep_ms(0)
    await core.sleep_ms(0)
    print(task.done(), promoted.done())
    print(other._task_queue.peek() is task, core._task_queue.peek())
    print(await core.create_task(says("own")))
    return promoted


del sys.modules["asyncio.core"]
other = __import__("asyncio.core").core

print(other is core)
promoted = core.run(main())
print(other.run_until_complete(promoted))
