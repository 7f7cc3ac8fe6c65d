# A wait for an event is as long as it was told, although a callback takes some of that time. Exits with 1 if not.
import sys
import time
from asyncio import core

import micropython

CALLBACK_MS = 700
WAIT_MS = 1000


def callback(_):
    time.sleep_ms(CALLBACK_MS)


queue = core.IOQueue()
good = True
for called in (False, True):
    begin = time.ticks_ms()
    if called:
        micropython.schedule(callback, None)
    queue.wait_io_event(WAIT_MS)
    lasted = time.ticks_diff(time.ticks_ms(), begin)
    print("callback" if called else "no callback", lasted)
    good = good and lasted == WAIT_MS
sys.exit(0 if good else 1)
