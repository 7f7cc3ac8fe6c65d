# What _asyncio has.

try:
    import _asyncio
except ImportError:
    print("SKIP")
    raise SystemExit

print(isinstance(_asyncio.__version__, str), len(_asyncio.__version__) > 0)
for name in "TaskQueue Task IOQueue".split():
    print(name, isinstance(getattr(_asyncio, name), type))
for name in "run_until_complete sleep_ms sleep create_task".split():
    print(name, callable(getattr(_asyncio, name)), isinstance(getattr(_asyncio, name), type))
print(_asyncio.__name__)
