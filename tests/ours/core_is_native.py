# After "import asyncio" the names of core, and those that the package hands on, are the native ones.

try:
    import _asyncio
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

# What is Python in core.
function = type(core.get_event_loop)

for name in "TaskQueue Task IOQueue sleep_ms sleep".split():
    native = getattr(_asyncio, name)
    print(name, getattr(core, name) is native, getattr(asyncio, name) is native)
for name in "run_until_complete create_task sleep_ms sleep".split():
    print(name, type(getattr(core, name)) is not function, getattr(asyncio, name) is getattr(core, name))
for _ in range(2):
    print(type(core._task_queue) is _asyncio.TaskQueue, type(core._io_queue) is _asyncio.IOQueue)
    before = core.run_until_complete, core.create_task
    asyncio.new_event_loop()
    print(before == (core.run_until_complete, core.create_task))
