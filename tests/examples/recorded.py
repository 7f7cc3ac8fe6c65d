# Runs the program that is its first argument, with the others for that, and prints what was recorded.
import _asyncio
import sys

sys.argv.pop(0)
_asyncio.record(True)
try:
    with open(sys.argv[0]) as file:
        exec(file.read(), {"__name__": "__main__"})
finally:
    print(_asyncio.recorded())
