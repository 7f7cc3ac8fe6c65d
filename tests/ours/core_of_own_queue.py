# A core whose TaskQueue is a class of its own is not taken, and another that was goes on.

try:
    import _asyncio
    import asyncio
    import sys
except ImportError:
    print("SKIP")
    raise SystemExit

source = None
# Where upstream's run-tests.py lets an interpreter look for modules; or from within MicroPython's tree.
for path in [p + "/asyncio/core.py" for p in sys.path] + ["../extmod/asyncio/core.py"]:
    try:
        with open(path) as f:
            source = f.read()
        break
    except (OSError, NameError):
        pass
if source is None:
    print("SKIP")
    raise SystemExit

line = "from _asyncio import TaskQueue, Task\n"
if line not in source:
    print("SKIP")
    raise SystemExit
for own in ("TaskQueue", "Task"):
    core = {"__name__": asyncio.core.__name__}
    exec(source.replace(line, line + "    {0} = type('{0}', ({0},), {{}})\n".format(own)), core)
    print(own, core["IOQueue"] is _asyncio.IOQueue, "run" in _asyncio.adopted())
