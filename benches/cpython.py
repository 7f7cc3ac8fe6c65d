# Runs a script of this folder on CPython: cpython.py LOOP SCRIPT N, LOOP being asyncio or uvloop.
# It adds the one name of MicroPython's asyncio that CPython's does not have and that the scripts use.
import asyncio
import runpy
import sys

if sys.argv[1] == "uvloop":
    import uvloop

    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())

asyncio.sleep_ms = lambda ms: asyncio.sleep(ms / 1000)
script = sys.argv[2]
sys.argv[:] = sys.argv[2:]
runpy.run_path(script, run_name="__main__")
