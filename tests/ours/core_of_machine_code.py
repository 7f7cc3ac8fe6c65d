# A core whose functions are machine code is known for one, and gets what is native.

try:
    import _asyncio
    import asyncio
    import sys

    exec("@micropython.native\ndef f():\n    pass\n", {})
except (ImportError, SyntaxError, ValueError):
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

for word in ("def ", "async def "):
    for indent in ("", "    "):
        source = source.replace("\n" + indent + word, "\n" + indent + "@micropython.native\n" + indent + word)
source = source.replace("@micropython.native\n@staticmethod", "@staticmethod")
core = {"__name__": asyncio.core.__name__}
try:
    exec(source, core)
except (NotImplementedError, SyntaxError, ValueError):
    print("SKIP")
    raise SystemExit
print(core["IOQueue"] is _asyncio.IOQueue, "run" in _asyncio.adopted())


async def main():
    await core["sleep_ms"](1)
    return "value"


print(core["run"](main()))
