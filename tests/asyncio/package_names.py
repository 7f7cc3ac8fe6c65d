# What the package hands on: the names of core, those loaded on demand, and an AttributeError for others.

try:
    import asyncio
    from asyncio import core
except ImportError:
    print("SKIP")
    raise SystemExit

for name in (
    "CancelledError TimeoutError Task TaskQueue create_task current_task get_event_loop new_event_loop run "
    "run_until_complete sleep sleep_ms Loop IOQueue"
).split():
    print(name, getattr(asyncio, name) is getattr(core, name))
for name in "wait_for wait_for_ms gather Event Lock".split():
    print(name, callable(getattr(asyncio, name)))
print(asyncio.__version__ >= (3, 0, 0))
try:
    asyncio.no_such_name
except AttributeError:
    print("AttributeError")
print(issubclass(asyncio.CancelledError, Exception), issubclass(asyncio.TimeoutError, Exception))
